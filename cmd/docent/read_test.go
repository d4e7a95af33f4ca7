package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/bot/discordtest"
	"docent/retrieval"
)

const seedFile = "000_d37a9010beba2f3d.txt"

func TestSeedReading(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"quote --lines 22 " + seedFile, exitOK, "Cooperation Scope"},
		{"quote --heading overview " + seedFile, exitOK, "lines 9–15"},
		{"quote --lines 900 " + seedFile, exitNothing, "60 lines"},
		{"quote --lines 3-1 " + seedFile, exitNothing, "names no lines"},
		{"quote " + seedFile, exitNothing, "Tell me which part"},
		{"quote --lines 1 nowhere.txt", exitNothing, "No document"},
		{"quote", exitFault, "expected a document"},
		{"sources", exitOK, "One document:"},
		{"sources list nowhere", exitNothing, "No document"},
		{"sources show " + seedFile, exitOK, "Economic Security Focus"},
		{"sources show", exitFault, "expected a document"},
		{"verify Takaichi_ate_the_moon.", exitNothing, "Not found"},
		{"verify", exitFault, "expected a text"},
	} {
		tr := seedTrial(t)
		tr.sys.Env = append(tr.sys.Env, "SOURCE_URL=https://example.org/{path}#L{line}")
		r := tr.run(context.Background(), strings.Fields(test.args)...)
		if r.status != test.status || !strings.Contains(r.out+r.err, test.want) {
			t.Errorf("%s: status %d\n%s%s", test.args, r.status, r.out, r.err)
		}
		if strings.HasPrefix(test.args, "quote --lines 22") && !strings.Contains(r.out, "https://example.org/"+seedFile+"#L22") {
			t.Errorf("%s: no link in\n%s", test.args, r.out)
		}
	}
}

// A document is printed byte for byte.
func TestSeedFile(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../../seeds/" + seedFile)
	if err != nil {
		t.Fatal(err)
	}
	if r := seedTrial(t).run(context.Background(), "sources", "file", seedFile); r.status != exitOK || r.out != string(want) {
		t.Errorf("status %d, %d bytes of %d\n%s", r.status, len(r.out), len(want), r.err)
	}
}

func TestSourceURLVariable(t *testing.T) {
	t.Parallel()
	if _, err := readConfig([]string{"SOURCE_URL=https://example.org/"}, t.TempDir()); err == nil || !strings.Contains(err.Error(), "SOURCE_URL") {
		t.Errorf("a template without a path: %v", err)
	}
	c, err := readConfig([]string{"SOURCE_URL=https://example.org/{path}"}, t.TempDir())
	if err != nil || c.SourceURL == (config{}).SourceURL {
		t.Errorf("read %+v, %v", c.SourceURL, err)
	}
}

func TestDamagedMemoryIsBegunAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "docent.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	memory, err := openMemory(dir, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if id, err := memory.Keep([]byte("x")); err != nil || id == "" {
		t.Errorf("keeping: %q, %v", id, err)
	}
	if err := memory.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path + ".damaged"); err != nil {
		t.Errorf("the damaged file is gone: %v", err)
	}
}

// The status line follows the number of documents.
func TestStatusLine(t *testing.T) {
	t.Parallel()
	counts := make(chan int, 1)
	documents := 1
	lib := &countingLibrary{fakeLibrary: fakeLibrary{answer: found}, counts: counts, now: documents}
	tr := newBotTrial(t, &lib.fakeLibrary)
	tr.sys.Open = func(context.Context, retrieval.Config) (library, error) { return lib, nil }
	tick := make(chan struct{})
	tr.sys.Wait = func(ctx context.Context, d time.Duration) error {
		if d != presenceEvery {
			return wait(ctx, d)
		}
		select {
		case <-tick:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tr.start(t)
	tr.discord.WaitConnected(t.Context())
	identified := string(tr.discord.WaitGateway(t.Context(), discordtest.Identify, 1)[0].Data)
	if !strings.Contains(identified, `"one document"`) {
		t.Errorf("identified with %s", strings.ReplaceAll(identified, testToken, "TOKEN"))
	}
	counts <- 7
	tick <- struct{}{}
	tick <- struct{}{} // the first has been dealt with
	if changed := string(tr.discord.WaitGateway(t.Context(), discordtest.Presence, 1)[0].Data); !strings.Contains(changed, `"7 documents"`) {
		t.Errorf("the status line became %s", changed)
	}
}

// A countingLibrary has as many documents as it was told last.
type countingLibrary struct {
	fakeLibrary
	counts chan int
	now    int
}

func (l *countingLibrary) Status() retrieval.Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.now = <-l.counts:
	default:
	}
	return retrieval.Status{Documents: l.now}
}
