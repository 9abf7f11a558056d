package queue

// Redated is a ticket after a correction.
var Redated = redated
