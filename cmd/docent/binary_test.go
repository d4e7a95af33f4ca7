package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the path of the built program. It is built when a test first wants it.
var binary = filepath.Join(os.TempDir(), fmt.Sprintf("docent-test-%d", os.Getpid()), "docent")

var build = sync.OnceValue(func() error {
	// Without the version control's stamp, which git refuses where the checkout belongs to somebody else.
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("building docent: %w\n%s", err, out)
	}
	return nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	os.RemoveAll(filepath.Dir(binary))
	os.Exit(status)
}

// docent is the built program on the seed documents, in an empty working folder. Discord's variables are taken away, so
// that it never goes there.
func docent(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	seeds, err := filepath.Abs("../../seeds")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"DOCS_DIR=" + seeds, "HOME=" + cmd.Dir, "DISCORD_TOKEN="}
	return cmd
}

// exitStatus is the status that a command ended with.
func exitStatus(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}

func TestBinaryExitStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   []string
		status int
	}{
		{[]string{"ask", "Where did Takaichi and Lee meet?"}, exitOK},
		{[]string{"ask", "--json", "What is the capital of France?"}, exitNothing},
		{[]string{"ask", "--docs", "nowhere", "Where?"}, exitFault},
		{[]string{"index"}, exitOK},
		{[]string{"aks"}, exitFault},
	} {
		if out, err := docent(t, c.args...).CombinedOutput(); exitStatus(t, err) != c.status {
			t.Errorf("%q: status %d, want %d\n%s", c.args, exitStatus(t, err), c.status, out)
		}
	}
}

func TestBinaryMalformedDotenv(t *testing.T) {
	t.Parallel()
	cmd := docent(t, "ask", "Where?")
	writeEnv(t, cmd.Dir, "LOG_LEVEL=info\nDISCORD_TOKEN=\"abc\n")
	out, err := cmd.CombinedOutput()
	if exitStatus(t, err) != exitFault || !strings.Contains(string(out), ".env line 2:") || strings.Contains(string(out), "abc") {
		t.Errorf("status %d: %s", exitStatus(t, err), out)
	}
}

// The second process on an index stops at once and names the first.
func TestBinaryLock(t *testing.T) {
	t.Parallel()
	first := docent(t)
	in, out := pipes(t, first)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ask(t, in, out)
	second := docent(t, "ask", "Where did they meet?")
	second.Dir = first.Dir
	text, err := second.CombinedOutput()
	if exitStatus(t, err) != exitFault || !strings.Contains(string(text), fmt.Sprint(first.Process.Pid)) {
		t.Errorf("status %d: %s", exitStatus(t, err), text)
	}
	in.Close()
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Error(err)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first: %v", err)
	}
}

// A signal ends the chat in good order, although its input stays open.
func TestBinaryStopsAtASignal(t *testing.T) {
	t.Parallel()
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := docent(t)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		in, out := pipes(t, cmd)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ask(t, in, out)
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, out); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil || errs.Len() > 0 {
			t.Errorf("%v: %v, %s", sig, err, errs.String())
		}
	}
}

func pipes(t *testing.T, cmd *exec.Cmd) (io.WriteCloser, *bufio.Reader) {
	t.Helper()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	return in, bufio.NewReader(out)
}

// ask asks the chat a question and reads on until the citation of an answer.
func ask(t *testing.T, in io.Writer, out *bufio.Reader) {
	t.Helper()
	if _, err := io.WriteString(in, "Where did Takaichi and Lee meet?\n"); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := out.ReadString('\n')
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		if strings.Contains(line, "14 Jan 2026") {
			return
		}
	}
}
