// Command docent answers questions about a folder of documents by quoting them: in Discord where it is given a token, and
// at the terminal.
//
// It is the wiring alone. It doesn't know how passages are ranked, nor what is said in a reply or to Discord.
//
// main catches signals and calls run (run.go), which picks a command (commands.go). What the program meets outside itself
// is in a system (system.go), so that a test can stand in for it. A command reads its flags (flags.go, folders.go) and the
// configuration (config.go), of which each variable is checked (variables.go), be it from the environment or from .env
// (dotenv.go). It opens the library (library.go), and hands it to who answers: the bot with its connection to Discord
// (serve.go, connect.go), the chat (chat.go) with lines from a terminal (editor.go) or a pipe (lines.go), or a single
// answer (ask.go).
//
// The rules of the house are tests: which room may import which (house_imports_test.go), and what no room does.
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
