package eval

import (
	"context"
	"runtime"

	"docent/retrieval"
)

// mostTimed is how many questions are timed: the 99th percentile stands on ten of them.
const mostTimed = 1000

// time asks own questions once more, one after the other and from end to end, quotes checked on disk.
func (r *indexRun) time(ctx context.Context, out *outcomes) error {
	var own []asked
	for _, a := range r.asked {
		if !a.foreign {
			own = append(own, a)
		}
	}
	return r.lib.Session(func(x *retrieval.Session) error {
		languages := x.Snapshot.Languages()
		runtime.GC()
		n := min(len(own), mostTimed)
		for i := range n {
			a := own[i*len(own)/n]
			begun := r.cfg.Now()
			if _, err := r.lib.Answer(ctx, r.question(a)); err != nil {
				return a.about(err)
			}
			out.took = append(out.took, timing{a.set, r.cfg.Now().Sub(begun)})
			if r.cfg.Compare {
				begun = r.cfg.Now()
				if _, err := baseline(ctx, x.Version.Store, a.text, baselineHits, languages...); err != nil {
					return err
				}
				out.bleveTook = append(out.bleveTook, timing{a.set, r.cfg.Now().Sub(begun)})
			}
			r.cfg.Progress("timing "+r.name, i+1, n)
		}
		return nil
	})
}

// baselineHits is how many hits Bleve is timed for: what a page of results shows.
const baselineHits = 10
