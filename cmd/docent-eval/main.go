// Command docent-eval is for whoever changes how Docent ranks. It asks questions with known answers and counts how they are
// answered, measures speed and size, explains what a ranking is made of, and fits the weights of ranking and of silence.
//
// It works on sets of questions and folders of documents that its options name, reads no configuration, and is no part of the
// bot. What is measured is done by package eval; here are the options, the tables and the JSON.
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
		fmt.Fprintln(os.Stderr, "docent-eval: finding the working folder:", err)
		os.Exit(exitFault)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], system{Dir: dir, Out: os.Stdout, Err: os.Stderr}))
}
