// Package boot starts and stops a program: its log, its crash file, the signals that end it, and the parts that run in
// it.
//
// A part is anything with Run(ctx) error. Run keeps all of them going: one that stops early is logged and started again
// after a pause, so a broken device or a lost line never takes the program down.
package boot
