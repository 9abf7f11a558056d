// Package uptime tells how long this machine has run, asleep or awake, and in which boot. Neither follows the clock on
// its wall, so a program that is started again knows how much time has passed, even when somebody has put that clock
// meanwhile.
//
//	queue.Options{Running: uptime.Running(), Boot: uptime.Boot()}
package uptime
