package auth

// CountsAtMost is how many counts there may be.
const CountsAtMost = countsAtMost
