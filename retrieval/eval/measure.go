package eval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"docent/retrieval"
)

// MaxMeasurePassages is the largest corpus that Measure builds: some 11 GB of text, and twice that with its index.
const MaxMeasurePassages = 10_000_000

const (
	defaultMeasurePassages  = 10_000
	defaultMeasureQuestions = 500 // the 99th percentile stands on five of them
	measureSeed             = 1   // any number; always the same, so that all runs measure the same text
	measureStarts           = 3
	measureChanges          = 20
)

// MeasureConfig says what Measure builds and asks.
type MeasureConfig struct {
	Passages   int    // about how many the corpus has, 1 to MaxMeasurePassages; 0: 10,000
	Docs       string // the folder whose documents are repeated; "" for generated text
	Temp       string // where a temporary folder is made for the corpus and its index; "" for the system's
	Questions  int    // how many different ones are asked; 0: 500
	CacheBytes int64  // as in retrieval.Config
	LookUps    bool   // measures the look-ups beside questions, too

	Progress func(stage string, done, total int)        // told how far a stage is; nil: nobody is told
	Now      func() time.Time                           // nil: time.Now
	CPU      func() time.Duration                       // what the process has used so far, all threads; nil: the system's count
	Wait     func(context.Context, time.Duration) error // sleeps, unless the context ends first; nil: the real thing
}

// A Measurement is what Measure found. MB are 2^20 bytes, CPU is that of all threads together, and what a system can't
// tell is 0. Of questions, cold means asked of an index just opened, with nothing decoded (the operating system may
// still hold its files), and everything else means asked a second time; no result is ever kept.
type Measurement struct {
	Passages  int     `json:"passages"` // in the index
	Files     int     `json:"files"`
	TextMB    float64 `json:"text_mb"` // the documents
	Questions int     `json:"questions"`

	BuildCPU   float64 `json:"build_cpu_s"` // seconds, merges in the background included
	BuildWall  float64 `json:"build_s"`     // seconds, until everything is searchable
	ReadCPU    float64 `json:"read_cpu_s"`  // of BuildCPU: reading the files and cutting them
	IndexMB    float64 `json:"index_mb"`    // on disk, all of it
	PostingsMB float64 `json:"postings_mb"` // the inverted index in it
	RecordsMB  float64 `json:"records_mb"`  // the copy of the passages in it, with their places

	// Bleve's own build of the same passages in the same fields, with its leanest mapping, reading not counted. It is
	// measured on 100,000 passages at most, and scaled to all.
	BleveBuildCPU float64 `json:"bleve_build_cpu_s"`
	BleveIndexMB  float64 `json:"bleve_index_mb"`
	BuildRatio    float64 `json:"build_ratio"` // (BuildCPU - ReadCPU) / BleveBuildCPU

	BuildPeakMB float64 `json:"build_peak_mb"` // resident memory, files that are mapped included
	AskPeakMB   float64 `json:"ask_peak_mb"`   // the same while asking
	PeakMB      float64 `json:"peak_rss_mb"`   // the greater of the two
	Start       float64 `json:"start_ms"`      // opening the index and finding nothing changed, median of three

	Postings       float64 `json:"matched_postings"`  // passages that have a question's words, word by word, a question
	Candidates     float64 `json:"candidates_cpu_ms"` // the 100 best passages for a question's words, a question
	CandidatesCold float64 `json:"candidates_cold_cpu_ms"`
	Bleve          float64 `json:"bleve_cpu_ms"` // Bleve's own search for as many, body alone
	BleveCold      float64 `json:"bleve_cold_cpu_ms"`
	Ratio          float64 `json:"ratio"` // Candidates / Bleve

	QuestionCPU     float64 `json:"question_cpu_ms"` // a whole answer, quotes verified, one client
	QuestionCPUCold float64 `json:"question_cold_cpu_ms"`
	Median          float64 `json:"median_ms"`
	P99             float64 `json:"p99_ms"`
	MedianCold      float64 `json:"cold_median_ms"`
	P99Cold         float64 `json:"cold_p99_ms"`
	Median2         float64 `json:"median2_ms"` // two clients at once
	P992            float64 `json:"p992_ms"`
	QuestionCPU2    float64 `json:"question2_cpu_ms"`
	MedianBusy      float64 `json:"busy_median_ms"` // one client, while a document changes without end
	P99Busy         float64 `json:"busy_p99_ms"`
	Answered        float64 `json:"answered"` // share of the questions, 0 to 1; the others met silence

	LookUps []LookUp `json:"look_ups,omitempty"`

	Update float64 `json:"update_ms"` // a changed document is read until it is found, median of twenty
	Delete float64 `json:"delete_ms"` // a deleted one, until it isn't found
}

// Measure builds a corpus and its index in a temporary folder, which it removes before it returns, and measures what a
// Library costs on them. It takes minutes for a million passages, and stops soon after ctx ends.
func Measure(ctx context.Context, cfg MeasureConfig) (m Measurement, err error) {
	cfg = cfg.withDefaults()
	if cfg.Passages < 1 || cfg.Passages > MaxMeasurePassages {
		return m, fmt.Errorf("expected 1 to %d passages; %d were asked for", MaxMeasurePassages, cfg.Passages)
	}
	dir, err := os.MkdirTemp(cfg.Temp, "docent-bench-")
	if err != nil {
		return m, fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := &measuring{cfg: cfg, docs: filepath.Join(dir, "docs"), data: filepath.Join(dir, "data")}
	for _, step := range []func(context.Context) error{r.write, r.build, r.reference, r.start, r.search, r.ask, r.askBusy, r.lookUps, r.change} {
		if err := step(ctx); err != nil {
			return Measurement{}, err
		}
	}
	r.m.PeakMB = max(r.m.BuildPeakMB, r.m.AskPeakMB)
	return r.m, nil
}

func (cfg MeasureConfig) withDefaults() MeasureConfig {
	if cfg.Passages == 0 {
		cfg.Passages = defaultMeasurePassages
	}
	if cfg.Questions == 0 {
		cfg.Questions = defaultMeasureQuestions
	}
	if cfg.Progress == nil {
		cfg.Progress = func(string, int, int) {}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.CPU == nil {
		cfg.CPU = processCPU
	}
	if cfg.Wait == nil {
		cfg.Wait = sleep
	}
	return cfg
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// measuring is one run of Measure, step by step.
type measuring struct {
	cfg        MeasureConfig
	m          Measurement
	docs, data string
	articles   articleSource
	questions  []string
}

// write makes the corpus and the questions.
func (r *measuring) write(ctx context.Context) error {
	r.articles = generatedArticles(measureSeed)
	if r.cfg.Docs != "" {
		var err error
		if r.articles, err = repeatedArticles(ctx, r.cfg.Docs, measureSeed); err != nil {
			return err
		}
	}
	c, err := newMadeCorpus(r.docs, r.cfg.Passages, r.cfg.Questions, measureSeed)
	if err != nil {
		return err
	}
	for !c.full() {
		if err := ctx.Err(); err != nil {
			return err
		}
		a, err := r.articles(ctx)
		if err != nil {
			return err
		}
		if err := c.add(a); err != nil {
			return err
		}
		r.cfg.Progress("writing passages", c.passages, c.want)
	}
	if err := c.flush(); err != nil {
		return err
	}
	if len(c.questions) == 0 {
		return errors.New("the documents have no words to ask for")
	}
	r.questions = c.shuffledQuestions()
	r.m.Files, r.m.TextMB, r.m.Questions = c.files, megabytes(c.bytes), len(r.questions)
	return nil
}

func (r *measuring) open(ctx context.Context) (*retrieval.Library, error) {
	return retrieval.Open(ctx, retrieval.Config{Docs: r.docs, Data: r.data, CacheBytes: r.cfg.CacheBytes, Progress: func(p retrieval.Progress) {
		r.cfg.Progress("indexing files", p.Done, p.Total)
	}})
}

// with runs f on the index just opened, once it has come to rest.
func (r *measuring) with(ctx context.Context, f func(*retrieval.Library) error) (err error) {
	l, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := r.settle(ctx); err != nil {
		return err
	}
	return f(l)
}

// build indexes the corpus.
func (r *measuring) build(ctx context.Context) error {
	debug.FreeOSMemory()
	resetPeakMemory()
	begun, cpu := r.cfg.Now(), r.cfg.CPU()
	l, err := r.open(ctx)
	if err != nil {
		return err
	}
	_, err = l.Update(ctx)
	r.m.BuildWall = r.cfg.Now().Sub(begun).Seconds()
	if err == nil {
		err = r.settle(ctx)
	}
	r.m.Passages = l.Status().Passages
	records := int64(0)
	counted := l.Session(func(x *retrieval.Session) error {
		_, records = x.Version.Store.Waste()
		return nil
	})
	if err := errors.Join(err, counted, l.Close()); err != nil {
		return err
	}
	r.m.BuildCPU = (r.cfg.CPU() - cpu).Seconds()
	r.m.BuildPeakMB = megabytes(peakMemory())
	bytes, err := bytesUnder(r.data)
	postings := bytes - records
	r.m.IndexMB, r.m.RecordsMB, r.m.PostingsMB = megabytes(bytes), megabytes(records), megabytes(postings)
	return err
}

const (
	settleEvery = 100 * time.Millisecond
	settleBusy  = settleEvery / 5 // so much CPU in that time is work that goes on in the background
	settleLimit = 3000            // times settleEvery
)

// settle waits until nothing is at work any more: Bleve merges in the background, and would be counted where it doesn't
// belong.
func (r *measuring) settle(ctx context.Context) error {
	runtime.GC()
	for range settleLimit {
		before := r.cfg.CPU()
		if err := r.cfg.Wait(ctx, settleEvery); err != nil {
			return err
		}
		if r.cfg.CPU()-before < settleBusy {
			return nil
		}
	}
	return errors.New("the index doesn't come to rest")
}

// start opens the unchanged index, again and again.
func (r *measuring) start(ctx context.Context) error {
	var took []time.Duration
	for range measureStarts {
		runtime.GC()
		begun := r.cfg.Now()
		l, err := r.open(ctx)
		if err != nil {
			return err
		}
		report, err := l.Update(ctx)
		took = append(took, r.cfg.Now().Sub(begun))
		if err := errors.Join(err, l.Close()); err != nil {
			return err
		}
		if n := len(report.Added) + len(report.Changed); n > 0 {
			return fmt.Errorf("%d files were read again though nothing has changed", n)
		}
	}
	r.m.Start = milliseconds(timings(took).quantile(.5))
	return nil
}
