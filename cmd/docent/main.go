// Command docent answers questions about a folder of documents by quoting them, at a terminal and in Discord.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "docent: finding the working folder:", err)
		os.Exit(exitFault)
	}
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go stopOnSignal(signals, stop, os.Exit)

	os.Exit(run(ctx, os.Args[1:], system{
		Dir: dir,
		Env: os.Environ(),
		In:  os.Stdin,
		Out: os.Stdout,
		Err: os.Stderr,
	}))
}

// stopOnSignal asks for a graceful stop at the first signal and exits at the second, with the status that a shell gives
// to a program that the signal killed: 130 for SIGINT, 143 for SIGTERM. It lives as long as the process.
func stopOnSignal(signals <-chan os.Signal, stop func(), exit func(int)) {
	<-signals
	stop()
	status := exitFault
	if s, ok := (<-signals).(syscall.Signal); ok {
		status = 128 + int(s)
	}
	exit(status)
}
