package main

import (
	"os"
	"syscall"
	"testing"
)

func TestSecondSignalExitsAtOnce(t *testing.T) {
	for second, want := range map[os.Signal]int{os.Interrupt: 130, syscall.SIGTERM: 143} {
		signals := make(chan os.Signal)
		stopped, status := make(chan struct{}), make(chan int, 1)
		go stopOnSignal(signals, func() { close(stopped) }, func(s int) { status <- s })
		signals <- syscall.SIGTERM
		<-stopped
		select {
		case s := <-status:
			t.Fatalf("exited with %d after one signal", s)
		default:
		}
		signals <- second
		if s := <-status; s != want {
			t.Errorf("%v: status %d, want %d", second, s, want)
		}
	}
}
