package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// newPTY opens a pseudo-terminal of so many columns: the person's end and the program's.
func newPTY(t *testing.T, columns uint16) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	t.Cleanup(func() { person.Close() })
	fd := int(person.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err == nil {
		program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// A screen collects what a terminal was sent, and lets a test wait for a text.
type screen struct {
	mu   sync.Mutex
	more *sync.Cond
	text string
	over bool
}

func watchScreen(r io.Reader) *screen {
	s := &screen{}
	s.more = sync.NewCond(&s.mu)
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := r.Read(buf)
			s.mu.Lock()
			s.text += string(buf[:n])
			s.over = err != nil
			s.more.Broadcast()
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

// waitFor returns what was shown up to and including want, and takes it off.
func (s *screen) waitFor(t *testing.T, want string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if before, after, ok := strings.Cut(s.text, want); ok {
			s.text = after
			return before + want
		}
		if s.over {
			t.Fatalf("the terminal closed without %q:\n%q", want, s.text)
		}
		s.more.Wait()
	}
}

// onTerminal starts the chat of the built program on a terminal.
func onTerminal(t *testing.T, columns uint16) (*exec.Cmd, *os.File, *screen) {
	t.Helper()
	person, program := newPTY(t, columns)
	cmd := docent(t)
	cmd.Env = append(cmd.Env, "TERM=xterm")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	program.Close()
	return cmd, person, watchScreen(person)
}

func TestTerminalChat(t *testing.T) {
	t.Parallel()
	cmd, person, shown := onTerminal(t, 50)
	shown.waitFor(t, prompt)
	io.WriteString(person, "wrong")
	shown.waitFor(t, "wrong") // drawn by the editor, which has Ctrl-C from now on
	io.WriteString(person, "\x03What drums did they play?\r")
	answer := shown.waitFor(t, "14 Jan 2026")
	if !strings.Contains(answer, "\x1b[1m") || !strings.Contains(answer, "Hunters") {
		t.Errorf("the answer is drawn as %q", answer)
	}
	for line := range strings.Lines(answer) {
		if strings.HasPrefix(line, "|") && len(strings.TrimRight(line, "\r\n")) > 50 {
			t.Errorf("a line is wider than the terminal: %q", line)
		}
	}
	shown.waitFor(t, prompt)
	io.WriteString(person, "\x1b[A\r") // the same once more, from the history
	shown.waitFor(t, "14 Jan 2026")
	shown.waitFor(t, prompt)
	io.WriteString(person, "\x04")
	shown.waitFor(t, "\r\n")
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// Lines that are pasted together are asked one after the other.
func TestTerminalPaste(t *testing.T) {
	t.Parallel()
	cmd, person, shown := onTerminal(t, 80)
	shown.waitFor(t, prompt)
	io.WriteString(person, "/help\rWhat drums did they play?\r/quit\r")
	shown.waitFor(t, "/quote")
	shown.waitFor(t, "14 Jan 2026")
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// The cursor stands where the terminal has it, for which most Chinese, Japanese and Korean characters are two columns wide.
func TestTerminalWideCharacters(t *testing.T) {
	t.Parallel()
	cmd, person, shown := onTerminal(t, 80)
	shown.waitFor(t, prompt)
	io.WriteString(person, "東京")
	shown.waitFor(t, "京")
	io.WriteString(person, "\x1b[D")
	shown.waitFor(t, prompt+"東京")
	if got, want := shown.waitFor(t, "G"), fmt.Sprintf("\x1b[%dG", len(prompt)+2+1); got != want {
		t.Errorf("the cursor is sent to %q, want %q", got, want)
	}
	io.WriteString(person, "\x05\x15\x04") // to the end, take the line back, leave
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// Ctrl-C takes back what was typed, says how to leave, and then leaves.
func TestTerminalCtrlC(t *testing.T) {
	t.Parallel()
	cmd, person, shown := onTerminal(t, 80)
	for _, then := range []string{strings.TrimSuffix(leaveHint, "\n"), "^C"} {
		shown.waitFor(t, prompt)
		io.WriteString(person, "wrong")
		shown.waitFor(t, "wrong")
		io.WriteString(person, "\x03")
		shown.waitFor(t, then)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if got := modes(t, person); got&unix.ECHO == 0 || got&unix.ISIG == 0 {
		t.Error("the terminal was left in raw mode")
	}
}

// Whatever ends the chat, the terminal echoes again afterwards.
func TestTerminalIsGivenBack(t *testing.T) {
	t.Parallel()
	cmd, person, shown := onTerminal(t, 80)
	shown.waitFor(t, prompt)
	io.WriteString(person, "half a quest")
	shown.waitFor(t, "half a quest")
	if modes(t, person)&unix.ECHO != 0 {
		t.Error("the terminal isn't in raw mode while a line is typed")
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if modes(t, person)&unix.ECHO == 0 {
		t.Error("the terminal was left in raw mode")
	}
}

func modes(t *testing.T, f *os.File) uint32 {
	t.Helper()
	m, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return m.Lflag
}
