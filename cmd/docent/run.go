package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
)

// What the exit status says.
const (
	exitOK      = 0 // found, or done
	exitNothing = 1 // asked, and nothing was found
	exitFault   = 2 // configuration, token, index or usage
)

// errNothing is what a command returns that has already said that nothing was found.
var errNothing = errors.New("nothing found")

// run is the whole program: it does what args say and returns the exit status. It returns soon after ctx ends.
func run(ctx context.Context, args []string, sys system) int {
	sys, err := sys.withDefaults()
	if err == nil {
		err = dispatch(ctx, args, sys)
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errNothing):
		return exitNothing
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(sys.Err, "docent: stopped before it was done")
	default:
		fmt.Fprintf(sys.Err, "docent: %v\n", err)
	}
	return exitFault
}
