package retrieval

import (
	"context"
	"log/slog"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/complete"
	"docent/retrieval/corpus"
	"docent/retrieval/passage"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

// Config says what to open and how.
type Config struct {
	Docs      string                // the documents folder
	Data      string                // where indexes are kept; each documents folder has its own inside
	Log       *slog.Logger          // nil: nothing is logged
	Now       func() time.Time      // nil: time.Now
	Progress  func(corpus.Progress) // told how an update goes on; nil: nobody is told
	PollEvery time.Duration         // how often Run compares the whole folder; 0: once a minute
	// CacheBytes is how much memory the index may use to keep what it has decoded, in bytes; 0: 64 MB, negative: none. Less
	// is slower and finds the same.
	CacheBytes int64
	Synonyms   string // a file of synonyms and pinned passages (see synonyms.go); "" for none
	// PassageWords is how long a passage may grow; 0: 200. It is part of no index: one that was built with another length
	// must be kept elsewhere.
	PassageWords int

	tune func(*corpus.Config) // for tests
}

// defaultCacheBytes holds the words of a thousand questions over several hundred thousand passages.
const defaultCacheBytes = 64 << 20

// A Library is the open index over one folder. It is safe for concurrent use.
type Library struct {
	cfg      Config
	corpus   *corpus.Corpus
	detector *analysis.Detector
	synonyms *synonymFile
	names    complete.Table // what can be completed
	patience time.Duration  // how long a question waits for its turn to update
}

// Open opens the index of a documents folder, or begins an empty one; Update and Run bring it up to date. It returns a
// *LockedError when another process has it, and a *SynonymsError when that file is faulty. The folder itself may be
// missing: what was indexed of it stays.
func Open(_ context.Context, cfg Config) (*Library, error) {
	cfg = cfg.withDefaults()
	l := &Library{cfg: cfg, detector: analysis.NewDetector(), patience: patience}
	var err error
	if l.synonyms, err = openSynonyms(cfg.Synonyms, cfg.Log); err != nil {
		return nil, err
	}
	l.corpus, err = corpus.Open(l.corpusConfig())
	return l, err
}

// corpusConfig is what the corpus needs of the configuration.
func (l *Library) corpusConfig() corpus.Config {
	cfg := corpus.Config{
		Docs: l.cfg.Docs, Data: l.cfg.Data, Log: l.cfg.Log, Now: l.cfg.Now, Progress: l.cfg.Progress, PollEvery: l.cfg.PollEvery,
		CacheBytes: l.cfg.CacheBytes, PassageWords: l.cfg.PassageWords, Languages: l.detector,
		Batched: l.followNames, Replaced: func(old, _ *corpus.Version) {
			if l.names.Of(old) {
				l.listNames(context.Background())
			}
		},
	}
	if l.cfg.tune != nil {
		l.cfg.tune(&cfg)
	}
	return cfg
}

// Update compares the whole folder with the index and brings the index up to date. A fault of the folder as a whole is
// an error, and changes nothing.
func (l *Library) Update(ctx context.Context) (corpus.Report, error) { return l.corpus.Update(ctx) }

// Run brings the index up to date and then follows the folder until ctx ends. Faults are logged and tried again; it
// returns nil when ctx ends.
func (l *Library) Run(ctx context.Context) error {
	return l.corpus.Run(ctx, func() { l.listNames(ctx) })
}

// Check says what Update would change, and changes nothing.
func Check(ctx context.Context, cfg Config) (corpus.Report, error) {
	l := &Library{cfg: cfg.withDefaults(), detector: analysis.NewDetector()}
	return corpus.Check(ctx, l.corpusConfig())
}

// rankerFor is what questions over an index version are ranked with.
func (l *Library) rankerFor(e *corpus.Version) *rank.Ranker {
	return &rank.Ranker{Detector: l.detector, Synonyms: l.synonyms.current(), Abbreviations: e.Abbreviations}
}

// Close waits for questions and updates under way and closes the index.
func (l *Library) Close() error { return l.corpus.Close() }

// Status says how the library stands.
func (l *Library) Status() corpus.Status { return l.corpus.Status() }

func (cfg Config) withDefaults() Config {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Progress == nil {
		cfg.Progress = func(corpus.Progress) {}
	}
	if cfg.CacheBytes == 0 {
		cfg.CacheBytes = defaultCacheBytes
	}
	if cfg.PassageWords == 0 {
		cfg.PassageWords = passage.DefaultWords
	}
	if cfg.PollEvery == 0 {
		cfg.PollEvery = time.Minute
	}
	return cfg
}

// An UnavailableError says that the library can't answer now: that is no silence of the documents. Its text is for
// logs; what the asker is told is made of the Notice.
type UnavailableError struct{ Notice Notice }

func (e *UnavailableError) Error() string { return e.Notice.String() }

// FollowsUp reports whether a question can only be read with the one before it: it opens with a connective ("and in
// October?"), refers back by a pronoun, or has fewer than three content words.
func FollowsUp(question string) bool { return query.FollowsUp(question) }
