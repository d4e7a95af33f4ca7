//go:build !unix

package main

// onResize does nothing where a window's size isn't told: it is asked for at each prompt.
func onResize(func()) (stop func()) { return func() {} }
