package eval

import (
	"cmp"
	"math"
	"slices"
)

// margins are those of the questions that can be answered, and of those that can't.
func (o outcomes) margins(cfg Config) (can, cannot []float64) {
	return o.split(cfg, func(x *outcome) (float64, float64) { return x.margin, x.without })
}

// scores are the same for Bleve, which answers with whatever it finds: less than nothing is nothing found.
func (o outcomes) scores(cfg Config) (can, cannot []float64) {
	return o.split(cfg, func(x *outcome) (float64, float64) { return x.bleveScore, x.bleveWithout })
}

func (o outcomes) split(cfg Config, of func(*outcome) (with, without float64)) (can, cannot []float64) {
	for i := range o.each {
		x := &o.each[i]
		with, without := of(x)
		switch {
		case x.judged():
			can = append(can, with)
			if cfg.HoldOut {
				cannot = append(cannot, without)
			}
		case x.cannot(cfg):
			cannot = append(cannot, with)
		}
	}
	return can, cannot
}

// cannot reports whether a question is one of those that are known to have no answer here. Where another way to such questions
// was chosen, a set's own don't count.
func (x *outcome) cannot(cfg Config) bool {
	return x.foreign || !x.answerable && cfg.QuestionsFrom == "" && !cfg.HoldOut
}

// silence counts what is answered and what isn't.
func (f *Figures) silence(can, cannot []float64) {
	var kept, refused mean
	for _, margin := range can {
		kept.note(margin >= 0)
	}
	for _, margin := range cannot {
		refused.note(margin < 0)
	}
	f.Kept, f.Refused, f.SilenceAUC = kept.figure(), refused.figure(), auc(can, cannot)
}

// auc is the area under the curve of receiver operating characteristic: how often a value of the first kind is higher than
// one of the second, ties counting half. Its standard error is Hanley and McNeil's, for two independent samples (The
// Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve, Radiology 143, 1982).
func auc(higher, lower []float64) Figure {
	if len(higher) == 0 || len(lower) == 0 {
		return Figure{}
	}
	type value struct {
		v      float64
		higher bool
	}
	all := make([]value, 0, len(higher)+len(lower))
	for _, v := range higher {
		all = append(all, value{v, true})
	}
	for _, v := range lower {
		all = append(all, value{v, false})
	}
	slices.SortFunc(all, func(a, b value) int { return cmp.Compare(a.v, b.v) })
	won, below := 0.0, 0
	for i := 0; i < len(all); {
		ups, downs := 0, 0
		for j := i; j < len(all) && all[j].v == all[i].v; j++ {
			if all[j].higher {
				ups++
			} else {
				downs++
			}
		}
		won += float64(ups) * (float64(below) + float64(downs)/2)
		below += downs
		i += ups + downs
	}
	n1, n0 := float64(len(higher)), float64(len(lower))
	a := won / (n1 * n0)
	q1, q2 := a/(2-a), 2*a*a/(1+a)
	variance := (a*(1-a) + (n1-1)*(q1-a*a) + (n0-1)*(q2-a*a)) / (n1 * n0)
	return Figure{a, math.Sqrt(max(0, variance)), len(all)}
}
