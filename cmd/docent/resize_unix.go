//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// onResize calls f whenever the terminal's window changes its size, until stop, which waits for a call under way.
func onResize(f func()) (stop func()) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range changed {
			f()
		}
	}()
	return func() {
		signal.Stop(changed)
		close(changed)
		<-done
	}
}
