package eval

import (
	"math"
	"strings"
	"time"
)

// A Figure is a mean over questions with its standard error.
type Figure struct {
	Value float64
	Error float64
	Of    int // how many questions; 0: it can't be told
}

// Figures say how well questions were answered. Shares are from 0 to 1. A passage is right when its lines overlap a place
// that answers; of a document that answers without lines, every passage is.
type Figures struct {
	Questions  int // asked, those of another set included
	Answerable int // of them

	Hit1, Hit3, Hit5 Figure // share of the questions that can be answered, with a right passage first, in the first three, five
	MRR10            Figure // mean of 1/place of the first right passage, 0 beyond the tenth
	DocHit1          Figure // the first passage is of a document that answers
	Recall100        Figure // a right passage is among the hundred candidates

	StrictHit1, StrictHit5 Figure // as Hit1 and Hit5, where the right passage also has an answer in it

	SentenceGivenPassage Figure // where the first passage is right and answers are known: the marked sentence has one in it
	SentenceEndToEnd     Figure // the same of all questions with answers

	SilenceAUC Figure // how often a question that can be answered has a higher answer probability than one that can't
	Kept       Figure // share of the questions that can be answered that are
	Refused    Figure // share of the questions that can't be answered that meet silence

	WrongLanguage Figure // in a mixed index: the first passage comes from a set in another language
	TypoHit1      Figure // as Hit1, asked with a typo
	PassageWords  Figure // mean length of the first passage

	Median, P99 time.Duration // of whole answers, one at a time; 0: can't be told

	Samples  []SampleFigures // by size, in the order asked for
	Baseline *Figures        // of Bleve's own match search; nil: not asked
}

// outcomes are those of some questions.
type outcomes struct {
	each            []outcome
	took, bleveTook []timing
	samples         []*sample
	languages       map[string]string // of sets in one index, by their names; nil where each has its own
}

// A timing is how long one question took.
type timing struct {
	set  *questionSet
	took time.Duration
}

func (o *outcomes) add(other outcomes) {
	o.each = append(o.each, other.each...)
	o.took = append(o.took, other.took...)
	o.bleveTook = append(o.bleveTook, other.bleveTook...)
	o.languages = other.languages
	for i, s := range other.samples {
		if len(o.samples) <= i {
			o.samples = append(o.samples, &sample{SampleFigures: SampleFigures{Size: s.Size}})
		}
		o.samples[i].add(s)
	}
}

// of are the outcomes of one set's questions, with those of other sets that were asked of it. Samples are those of a whole
// index: they are a set's where it has its own.
func (o outcomes) of(s *questionSet) outcomes {
	out := outcomes{languages: o.languages}
	if o.languages == nil {
		out.samples = o.samples
	}
	for _, x := range o.each {
		if x.set == s || x.foreign {
			out.each = append(out.each, x)
		}
	}
	for _, t := range o.took {
		if t.set == s {
			out.took = append(out.took, t)
		}
	}
	for _, t := range o.bleveTook {
		if t.set == s {
			out.bleveTook = append(out.bleveTook, t)
		}
	}
	return out
}

// figures counts.
func (o outcomes) figures(cfg Config) Figures {
	f := o.count(func(x *outcome) standing { return x.standing })
	f.silence(o.margins(cfg))
	var given, all, typos mean
	for i := range o.each {
		x := &o.each[i]
		if !x.judged() {
			continue
		}
		if len(x.answers) > 0 {
			all.note(x.sentence)
			if x.right == 1 {
				given.note(x.sentence)
			}
		}
		typos.note(x.typo)
	}
	f.SentenceGivenPassage, f.SentenceEndToEnd = given.figure(), all.figure()
	if cfg.Typos != nil {
		f.TypoHit1 = typos.figure()
	}
	for _, s := range o.samples {
		f.Samples = append(f.Samples, s.figures())
	}
	f.Median, f.P99 = quantiles(o.took)
	if cfg.Compare {
		b := o.count(func(x *outcome) standing { return x.bleve })
		b.silence(o.scores(cfg))
		b.Median, b.P99 = quantiles(o.bleveTook)
		f.Baseline = &b
	}
	return f
}

// count counts what a ranking's order says.
func (o outcomes) count(of func(*outcome) standing) Figures {
	var hit1, hit3, hit5, mrr, doc, recall, strict1, strict5, words mean
	for i := range o.each {
		x := &o.each[i]
		s := of(x)
		if s.found && !x.foreign {
			words.add(float64(s.words))
		}
		if !x.judged() {
			continue
		}
		within := func(place, n int) bool { return place > 0 && place <= n }
		hit1.note(within(s.right, 1))
		hit3.note(within(s.right, 3))
		hit5.note(within(s.right, 5))
		doc.note(s.document)
		recall.note(s.among)
		strict1.note(within(s.strict, 1))
		strict5.note(within(s.strict, 5))
		if within(s.right, 10) {
			mrr.add(1 / float64(s.right))
		} else {
			mrr.add(0)
		}
	}
	f := Figures{
		Questions: len(o.each), Answerable: hit1.n, Hit1: hit1.figure(), Hit3: hit3.figure(), Hit5: hit5.figure(), MRR10: mrr.figure(), DocHit1: doc.figure(),
		Recall100: recall.figure(), StrictHit1: strict1.figure(), StrictHit5: strict5.figure(), PassageWords: words.figure(),
	}
	if o.languages != nil {
		f.WrongLanguage = o.wrongLanguage(of)
	}
	return f
}

// A mean adds up values and their squares.
type mean struct {
	n            int
	sum, squares float64
}

func (m *mean) add(v float64) {
	m.n++
	m.sum += v
	m.squares += v * v
}

func (m *mean) note(yes bool) {
	if yes {
		m.add(1)
	} else {
		m.add(0)
	}
}

// figure is the mean with its standard error, that of a share being sqrt(p(1-p)/n).
func (m *mean) figure() Figure {
	if m.n == 0 {
		return Figure{}
	}
	n := float64(m.n)
	value := m.sum / n
	return Figure{value, math.Sqrt(max(0, m.squares/n-value*value) / n), m.n}
}

func quantiles(t []timing) (median, p99 time.Duration) {
	var took timings
	for _, x := range t {
		took = append(took, x.took)
	}
	return took.quantile(.5), took.quantile(.99)
}

// wrongLanguage counts first passages that come from a set in another language.
func (o outcomes) wrongLanguage(of func(*outcome) standing) Figure {
	var wrong mean
	for i := range o.each {
		x := &o.each[i]
		if s := of(x); s.found && !x.foreign {
			from, _, _ := strings.Cut(s.path, "/")
			wrong.note(o.languages[from] != o.languages[x.set.Name])
		}
	}
	return wrong.figure()
}
