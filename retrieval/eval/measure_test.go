package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// rest is a wait that needs no time.
func rest(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// stages records what a measurement tells of its progress.
type stages struct {
	mu   sync.Mutex
	seen []string
	last map[string]int // how far each came
}

func (s *stages) note(stage string, done, _ int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.seen, stage) {
		s.seen = append(s.seen, stage)
	}
	if s.last == nil {
		s.last = map[string]int{}
	}
	s.last[stage] = done
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	for name, docs := range map[string]string{"generated": "", "seeds": "../../seeds"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			var first Measurement
			// Whatever the first leaves behind, the second would find: both must do all the work.
			for range 2 {
				var s stages
				m, err := Measure(t.Context(), MeasureConfig{Passages: 60, Questions: 40, Docs: docs, Temp: temp, Wait: rest, LookUps: true, Progress: s.note})
				if err != nil {
					t.Fatal(err)
				}
				checkMeasurement(t, m)
				if s.last["indexing files"] != m.Files || s.last["searching, cold"] == 0 || s.last["asking, cold"] == 0 {
					t.Errorf("stages %q, as far as %v", s.seen, s.last)
				}
				if first.Passages > 0 && (m.Passages != first.Passages || m.TextMB != first.TextMB || m.Questions != first.Questions) {
					t.Errorf("the second time there are %d passages of %f MB, the first time %d of %f", m.Passages, m.TextMB, first.Passages, first.TextMB)
				}
				first = m
				if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
					t.Errorf("it left %v behind (%v)", left, err)
				}
			}
		})
	}
}

func checkMeasurement(t *testing.T, m Measurement) {
	t.Helper()
	if m.Passages < 50 || m.Passages > 70 || m.Questions < 20 {
		t.Errorf("%d passages and %d questions, want about 60 and 40", m.Passages, m.Questions)
	}
	if len(m.LookUps) != 7 {
		t.Errorf("look-ups: %+v", m.LookUps)
	}
	for _, l := range m.LookUps {
		if l.Median <= 0 || l.P99 < l.Median {
			t.Errorf("look-ups: %+v", l)
		}
	}
	for what, ms := range map[string]float64{
		"files": float64(m.Files), "text": m.TextMB, "build": m.BuildWall, "index": m.IndexMB, "records": m.RecordsMB, "start": m.Start,
		"median": m.Median, "p99": m.P99, "cold": m.MedianCold, "two clients": m.Median2, "update": m.Update, "delete": m.Delete,
	} {
		if ms <= 0 {
			t.Errorf("%s: %v", what, ms)
		}
	}
	if m.P99 < m.Median || m.P992 < m.Median2 {
		t.Errorf("the 99th percentiles %v and %v are below the medians %v and %v", m.P99, m.P992, m.Median, m.Median2)
	}
	if m.Answered < .9 {
		t.Errorf("%.2f of the questions are answered, though they are words of passages", m.Answered)
	}
	if m.RecordsMB >= m.IndexMB {
		t.Errorf("records of %v MB in an index of %v MB", m.RecordsMB, m.IndexMB)
	}
}

// The clocks are those that were given, and CPU time is shared among the questions.
func TestMeasureClocks(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var cpu, now time.Duration
	tick := func(clock *time.Duration, step time.Duration) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		*clock += step
		return *clock
	}
	m, err := Measure(t.Context(), MeasureConfig{
		Passages: 10, Questions: 10, Temp: t.TempDir(), Wait: rest,
		CPU: func() time.Duration { return tick(&cpu, 10*time.Millisecond) },
		Now: func() time.Time { return time.Time{}.Add(tick(&now, time.Millisecond)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Candidates != 1 || m.Bleve != 1 || m.Ratio != 1 || m.QuestionCPU != 1 {
		t.Errorf("10 ms for ten questions: candidates %v, bleve %v, ratio %v, questions %v", m.Candidates, m.Bleve, m.Ratio, m.QuestionCPU)
	}
	if m.Update != 1 || m.Start != 1 {
		t.Errorf("a clock that goes on by 1 ms: update %v, start %v", m.Update, m.Start)
	}
}

// An index whose merges go on for ever is an error, and not measured.
func TestMeasureWaitsForRest(t *testing.T) {
	t.Parallel()
	var cpu time.Duration
	_, err := Measure(t.Context(), MeasureConfig{Passages: 1, Temp: t.TempDir(), Wait: rest, CPU: func() time.Duration {
		cpu += time.Second
		return cpu
	}})
	if err == nil || !strings.Contains(err.Error(), "come to rest") {
		t.Errorf("got %v", err)
	}
}

// A measurement that is stopped, at whatever stage, ends with the context's error and leaves nothing behind.
func TestMeasureStops(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{"writing passages", "indexing files", "searching, cold", "searching with Bleve", "asking", "asking, two clients", "changing a document"} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var s stages
			_, err := Measure(ctx, MeasureConfig{Passages: 60, Questions: 40, Temp: temp, Wait: rest, Progress: func(now string, done, total int) {
				s.note(now, done, total)
				if now == stage {
					cancel()
				}
			}})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			if last := s.seen[len(s.seen)-1]; last != stage {
				t.Errorf("it went on to %s", last)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("it left %v behind (%v)", left, err)
			}
		})
	}
}

func TestMeasureFaults(t *testing.T) {
	t.Parallel()
	empty, wordless := t.TempDir(), t.TempDir()
	write(t, wordless, map[string]string{"a.txt": "", "b.bin": "?", "c.txt": "\n\n"})
	for name, c := range map[string]struct {
		cfg  MeasureConfig
		want string
	}{
		"no passages":       {MeasureConfig{Passages: -1}, "expected 1 to 10000000 passages"},
		"too many passages": {MeasureConfig{Passages: MaxMeasurePassages + 1}, "expected 1 to 10000000 passages"},
		"no folder":         {MeasureConfig{Docs: filepath.Join(empty, "none")}, "missing"},
		"an empty folder":   {MeasureConfig{Docs: empty}, "no document with any text"},
		"no text":           {MeasureConfig{Docs: wordless}, "no document with any text"},
		"no place":          {MeasureConfig{Temp: filepath.Join(empty, "none")}, "temporary folder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.cfg.Temp == "" {
				c.cfg.Temp = t.TempDir()
			}
			if _, err := Measure(t.Context(), c.cfg); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// The keys are an interface to other programs.
func TestMeasurementKeys(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(Measurement{})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]float64
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"passages", "build_cpu_s", "index_mb", "peak_rss_mb", "start_ms", "candidates_cpu_ms", "bleve_cpu_ms",
		"question_cpu_ms", "median_ms", "p99_ms", "update_ms", "delete_ms"} {
		if _, ok := got[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
}

func TestProcessUsage(t *testing.T) {
	before := processCPU()
	if before == 0 {
		t.Skip("this system doesn't tell")
	}
	for sum := ""; processCPU() == before; {
		sum = fmt.Sprint(len(sum))
	}
	if peak := peakMemory(); peak < 1<<20 || peak > 1<<40 {
		t.Errorf("a peak of %d bytes", peak)
	}
}
