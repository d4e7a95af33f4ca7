package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"docent/retrieval"
	"docent/retrieval/corpus"
)

// Config says what Evaluate asks, and of which documents.
type Config struct {
	Sets  []Set
	Mixed bool // the documents of all sets in one index, each set's in a folder of its name
	// QuestionsFrom names a set whose documents are left out: its questions are asked of all others, as such that can't be
	// answered there.
	QuestionsFrom string
	// HoldOut asks each question a second time with the documents that answer it taken out of the results. Word statistics
	// stay as they are.
	HoldOut bool
	Typos   *uint64 // asks each question once more with one random edit; the seed. nil: none
	// AnswerSize is how many words a passage may have; 0: as retrieval.Config.PassageWords.
	AnswerSize int
	Compare    bool  // asks Bleve's own match search beside
	Failures   int   // explains so many of the worst failures of each kind
	Samples    []int // measures silence in folders of so many of the documents, too
	KeepGoing  bool  // leaves out questions that are malformed, instead of stopping

	Data       string // where indexes are kept, to be used again; "" for a temporary folder
	Temp       string // where a temporary folder is made; "" for the system's
	CacheBytes int64  // as in retrieval.Config

	Progress func(stage string, done, total int) // told how far a stage is, by several goroutines at once; nil: nobody is told
	Now      func() time.Time                    // when questions without a date are asked, and the clock; nil: time.Now
}

// A Set is a folder of documents with questions that have known answers.
type Set struct {
	Name      string // of letters that a folder's name may have
	Docs      string // the folder
	Questions string // the file, one JSON object a line; eval_questions.go has its form
}

// An Evaluation is how well questions were answered.
type Evaluation struct {
	All       Figures
	Sets      []SetFigures // in the order given; the set that lent its questions isn't among them
	Documents int
	Passages  int
	Failures  []*Failure       // by kind, the worst first
	Malformed []QuestionFault  // what was left out
	Unread    []corpus.Failure // documents that can't be read, their paths below the set's name
}

// SetFigures are those of one set's questions.
type SetFigures struct {
	Name string
	Figures
}

// The bounds of Config.AnswerSize: of fewer words, sentences are cut to pieces; more don't come together, since a passage
// has at most 16 KB.
const (
	MinAnswerSize = 10
	MaxAnswerSize = 2000
)

// Evaluate asks questions with known answers and counts how they are answered. The figures are those of the ranking that
// Answer shows; what they count stands at Figures. Questions are asked on all cores, but for the time they take. It stops
// soon after ctx ends. Questions that are malformed are a *QuestionsError, before anything is indexed.
func Evaluate(ctx context.Context, cfg Config) (Evaluation, error) {
	var out Evaluation
	err := cfg.with(ctx, func(e *evaluating, sets []*questionSet) error {
		err := e.run(ctx, sets)
		out = e.result
		return err
	})
	if err != nil {
		return Evaluation{}, err
	}
	return out, nil
}

// with reads the sets and runs f on them.
func (cfg Config) with(ctx context.Context, f func(*evaluating, []*questionSet) error) error {
	if err := cfg.check(); err != nil {
		return err
	}
	sets, faults, err := readSets(ctx, cfg.Sets)
	if err != nil {
		return err
	}
	if len(faults) > 0 && !cfg.KeepGoing {
		return &QuestionsError{faults}
	}
	return cfg.within(func(e *evaluating) error {
		e.result.Malformed = faults
		return f(e, sets)
	})
}

// within runs f with a temporary folder that is gone afterwards.
func (cfg Config) within(f func(*evaluating) error) (err error) {
	dir, err := os.MkdirTemp(cfg.Temp, "docent-eval-")
	if err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if cfg.Data == "" {
		cfg.Data = filepath.Join(dir, "data")
	}
	return f(&evaluating{cfg: cfg.withDefaults(), dir: dir})
}

func (cfg Config) withDefaults() Config {
	if cfg.Progress == nil {
		cfg.Progress = func(string, int, int) {}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return cfg
}

// check finds what is wrong with the choice of sets.
func (cfg Config) check() error {
	if len(cfg.Sets) == 0 {
		return errors.New("there is no set of questions to ask")
	}
	names := map[string]bool{}
	for _, s := range cfg.Sets {
		switch {
		case s.Name == "" || s.Name != filepath.Base(s.Name) || strings.ContainsAny(s.Name, `/\`) || corpus.Ignored(s.Name):
			return fmt.Errorf("set %q: expected a name that a folder may have, and that begins with no dot", s.Name)
		case names[s.Name]:
			return fmt.Errorf("set %q: two sets have this name", s.Name)
		}
		if err := cfg.checkData(s.Docs); err != nil {
			return fmt.Errorf("set %q: %w", s.Name, err)
		}
		names[s.Name] = true
	}
	switch {
	case cfg.QuestionsFrom == "":
	case !names[cfg.QuestionsFrom]:
		return fmt.Errorf("questions from %q: there is no set of this name", cfg.QuestionsFrom)
	case len(cfg.Sets) == 1:
		return fmt.Errorf("questions from %q: there is no other set to ask them of", cfg.QuestionsFrom)
	case cfg.HoldOut:
		return errors.New("questions from another set, or documents held out: expected one of the two, since each says which questions can't be answered")
	}
	for _, n := range cfg.Samples {
		if n < 1 {
			return fmt.Errorf("expected samples of one document or more; %d were asked for", n)
		}
	}
	if cfg.AnswerSize != 0 && (cfg.AnswerSize < MinAnswerSize || cfg.AnswerSize > MaxAnswerSize) {
		return fmt.Errorf("expected an answer size of %d to %d words; %d were asked for", MinAnswerSize, MaxAnswerSize, cfg.AnswerSize)
	}
	return nil
}

// checkData holds the index apart from the documents: inside them it would index itself.
func (cfg Config) checkData(docs string) error {
	rel, err := filepath.Rel(docs, cfg.Data)
	if cfg.Data == "" || err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil
	}
	return fmt.Errorf("expected a folder for the index outside the documents; %s is in %s", cfg.Data, docs)
}

// evaluating is one run of Evaluate.
type evaluating struct {
	cfg    Config
	dir    string // temporary
	result Evaluation
}

// An indexRun is one index and the questions that are asked of it.
type indexRun struct {
	*evaluating
	name    string
	docs    string
	data    string // where the index is kept; "" for where all are
	own     []*questionSet
	foreign *questionSet       // whose questions can't be answered here; nil: none
	lib     *retrieval.Library // while it is open
	asked   []asked
}

// run asks everything and counts.
func (e *evaluating) run(ctx context.Context, sets []*questionSet) error {
	runs, err := e.runs(ctx, sets)
	if err != nil {
		return err
	}
	var all outcomes
	for _, r := range runs {
		found, err := r.evaluate(ctx)
		if err != nil {
			return err
		}
		for _, s := range r.own {
			e.result.Sets = append(e.result.Sets, SetFigures{s.Name, found.of(s).figures(e.cfg)})
		}
		all.add(found)
	}
	e.result.All = all.figures(e.cfg)
	e.result.Failures = keepWorst(e.result.Failures, e.cfg.Failures)
	return nil
}

// runs are one for each set, or one for all.
func (e *evaluating) runs(ctx context.Context, sets []*questionSet) ([]*indexRun, error) {
	var own []*questionSet
	var foreign *questionSet
	for _, s := range sets {
		if s.Name == e.cfg.QuestionsFrom {
			foreign = s
		} else {
			own = append(own, s)
		}
	}
	if e.cfg.Mixed {
		docs, err := e.mix(ctx, own)
		return []*indexRun{{evaluating: e, name: "the sets together", docs: docs, own: own, foreign: foreign}}, err
	}
	var out []*indexRun
	for _, s := range own {
		out = append(out, &indexRun{evaluating: e, name: s.Name, docs: s.Docs, own: []*questionSet{s}, foreign: foreign})
	}
	return out, nil
}

// evaluate asks the questions of the index and notes what it holds.
func (r *indexRun) evaluate(ctx context.Context) (found outcomes, err error) {
	err = r.opened(ctx, func() error {
		status := r.lib.Status()
		r.result.Documents += status.Documents
		r.result.Passages += status.Passages
		for _, f := range status.Failed {
			if !r.cfg.Mixed {
				f.Path = r.name + "/" + f.Path
			}
			r.result.Unread = append(r.result.Unread, f)
		}
		found, err = r.ask(ctx)
		return err
	})
	return found, err
}

// opened builds the index, or brings it up to date, and runs f while it is open.
func (r *indexRun) opened(ctx context.Context, f func() error) (err error) {
	if r.lib, err = r.open(ctx); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	defer func() { err = errors.Join(err, r.lib.Close()) }()
	if r.lib.Status().Documents == 0 {
		return fmt.Errorf("%s: there is no document that can be read", r.name)
	}
	return f()
}

// open opens the index where it is kept and brings it up to date.
func (r *indexRun) open(ctx context.Context) (*retrieval.Library, error) {
	data := cmp.Or(r.data, r.cfg.Data)
	if r.cfg.AnswerSize > 0 { // passages of other lengths make another index
		data = filepath.Join(data, fmt.Sprintf("words-%d", r.cfg.AnswerSize))
	}
	lib, err := retrieval.Open(ctx, retrieval.Config{
		Docs: r.docs, Data: data, CacheBytes: r.cfg.CacheBytes, PassageWords: r.cfg.AnswerSize,
		Progress: func(p retrieval.Progress) { r.cfg.Progress("indexing "+r.name, p.Done, p.Total) },
	})
	if err != nil {
		return nil, err
	}
	if _, err := lib.Update(ctx); err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	return lib, nil
}
