package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"docent/bot/command"
	"docent/bot/render"
)

const greeting = `To answer in Discord: create a bot at https://discord.com/developers/applications and put its token into .env as DISCORD_TOKEN=...
Then "docent invite" prints the link that adds it to a server, and "docent" starts it. Until then ask here; /help lists the commands.
`

const longLine = "That line is too long for a question, so I skipped it."

// A lineSource gives one line after the other; io.EOF is the end, errLineTooLong a line that was left out.
type lineSource interface{ ReadLine() (string, error) }

// A lineAnswerer answers one line of the chat. The error is for the operator, the reply for the reader.
type lineAnswerer interface {
	Line(ctx context.Context, line string, asked time.Time) (render.Reply, error)
}

// runChat is Docent without Discord: questions from the input, answers to the output, on the same commands.
func runChat(ctx context.Context, sys system, cfg config) error {
	if _, err := io.WriteString(sys.Out, greeting); err != nil {
		return err
	}
	lines, logTo, closeInput, err := chatInput(sys)
	if err != nil {
		return fmt.Errorf("preparing the terminal: %w", err)
	}
	defer closeInput()
	log := newLog(logTo, cfg, slog.LevelWarn)
	lib, err := openUpToDate(ctx, sys, cfg, log)
	if err != nil {
		return stopped(ctx, err)
	}
	defer lib.Close()
	defer watch(ctx, lib, log)()
	err = chat(ctx, sys, lines, command.New(lib, sys.Words.English(), cfg.SourceURL), log)
	closeInput() // before what may take long
	return err
}

// chatInput is a line editor where a person sits at a terminal, and plain lines otherwise. logTo is where logs can go
// without getting into the line that is typed.
func chatInput(sys system) (lines lineSource, logTo io.Writer, done func(), err error) {
	if sys.In != os.Stdin || sys.Out != os.Stdout || !isTerminal(sys.In) || !isTerminal(sys.Out) {
		return newLineReader(sys.In), sys.Err, func() {}, nil
	}
	e, err := newEditor(sys.Out)
	if err != nil {
		return nil, nil, nil, err
	}
	logTo = sys.Err
	if isTerminal(sys.Err) {
		logTo = e
	}
	return e, logTo, func() { e.Close() }, nil
}

// watch follows the documents folder in the background until stop, which waits for the end of it.
func watch(ctx context.Context, lib library, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		if err := lib.Run(ctx); err != nil && ctx.Err() == nil {
			log.Error("the documents folder is no longer watched", "error", err)
		}
	})
	return func() {
		cancel()
		running.Wait()
	}
}

// chat answers line by line until the end of the input, /quit, or the end of ctx; none of these is an error.
func chat(ctx context.Context, sys system, lines lineSource, answerer lineAnswerer, log *slog.Logger) error {
	next := nextLine(ctx, lines)
	for {
		line, err := next()
		switch {
		case ctx.Err() != nil, errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLineTooLong):
			if err := say(sys, render.Reply{Text: longLine}); err != nil {
				return err
			}
			continue
		case err != nil:
			return fmt.Errorf("reading a line: %w", err)
		case strings.EqualFold(strings.TrimSpace(line), "/quit"):
			return nil
		}
		reply, err := answerer.Line(ctx, line, sys.Now())
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			log.Error("a line was not answered", "error", err)
		}
		if err := say(sys, reply); err != nil {
			return err
		}
	}
}

// say draws a reply and sets it apart from the next.
func say(sys system, reply render.Reply) error {
	var b strings.Builder
	if err := render.Terminal(&b, reply, sys.terminalOptions()); err != nil {
		return err
	}
	if b.Len() == 0 {
		return nil
	}
	b.WriteByte('\n')
	_, err := io.WriteString(sys.Out, b.String())
	return err
}

// nextLine reads lines on a goroutine of its own, one when asked, so that a read that waits for a key doesn't keep the
// chat from ending with ctx. A read under way at that time can't be called back: it ends with its stream or the process.
func nextLine(ctx context.Context, lines lineSource) func() (string, error) {
	type result struct {
		line string
		err  error
	}
	return func() (string, error) {
		done := make(chan result, 1)
		go func() {
			line, err := lines.ReadLine()
			done <- result{line, err}
		}()
		select {
		case r := <-done:
			return r.line, r.err
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}
