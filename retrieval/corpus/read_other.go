//go:build !unix

package corpus

// doNotWait is nothing where folders hold no pipes.
const doNotWait = 0
