package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// newFlags is a command's flag set: faults are returned, and -h prints the command's help to out.
func newFlags(name string, out io.Writer) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() { fmt.Fprint(out, commandUsage(name)) }
	return fs
}

// parseFlags reads args into fs. Its error carries the command's usage line; flag.ErrHelp means that -h was answered.
func parseFlags(fs *flag.FlagSet, args []string) error {
	usage := fs.Usage
	fs.Usage = func() {}
	err := fs.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		usage()
		return err
	}
	if err != nil {
		return usageFault(fs.Name(), err.Error())
	}
	return nil
}

// usageFault is a fault of the command line, with the line that is right.
func usageFault(command, what string) error {
	return fmt.Errorf("%s: %s\n%s", command, what, commandUsage(command))
}
