//go:build !unix

package index

// unload does nothing where a system has no word for it: it takes the memory back by itself when it needs some.
func unload([]byte) error { return nil }
