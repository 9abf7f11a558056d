// Package moduletest is a virtual serial speech module, the common half of syn6288test and
// xfs5152test. It checks length, checksum and the gap between bytes, answers as the modules do,
// and takes the time that speaking takes. It shares no code with the driver.
package moduletest
