package fuzz

// Simpler is for tests of what Shrink leaves.
var Simpler = simpler
