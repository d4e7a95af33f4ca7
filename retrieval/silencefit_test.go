package retrieval

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// This file fits the weights by which silence is judged (silence.go): logistic regression over the passages that come first.

// A judged is the passage that came first to a question, as silence is judged.
type judged struct {
	x          evidence
	answerable bool   // the documents answer the question
	scene      string // how it was asked; scenes weigh the same
}

// BenchmarkSilence fits the weights to the question sets below DOCENT_EVAL_DIR: each set asked of its documents, of its documents
// without those that answer, of samples of 1, 10, 100 and 1,000 documents, and each other set's questions. Of a hundred
// answerable questions it prints how many are answered, and of a hundred others how many are refused, scene by scene, with the
// weights that silence.go has and with weights fitted to the other sets.
func BenchmarkSilence(b *testing.B) {
	dir := os.Getenv("DOCENT_EVAL_DIR")
	if dir == "" {
		b.Skip("DOCENT_EVAL_DIR names no folder of question sets")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "questions.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	questions := map[string][]*evalQuestion{}
	for _, path := range paths {
		questions[filepath.Base(filepath.Dir(path))] = answerable(b, path)
	}
	sets := map[string][]judged{}
	for set := range questions {
		sets[set] = judgedOf(b, filepath.Join(dir, set, "docs"), set, questions)
	}
	for b.Loop() {
		for _, set := range slices.Sorted(maps.Keys(sets)) {
			out := fitSilence(sets, family(set))
			for _, scene := range scenesOf(sets[set]) {
				kept, refused := errorsOf(sets[set], scene, silenceWeights)
				keptOut, refusedOut := errorsOf(sets[set], scene, out)
				fmt.Printf("%-20s %-16s kept %.0f %%, refused %.0f %%; left out: kept %.0f %%, refused %.0f %%\n", set, scene, kept, refused, keptOut, refusedOut)
			}
		}
		w := fitSilence(sets, "")
		fmt.Printf("bias, coverage, score, passages, inflected, unspaced: %.2f\n", w)
	}
	b.ReportMetric(0, "ns/op")
}

// asMany is how many questions are asked in one scene.
const asMany = 300

func judgedOf(b *testing.B, docs, set string, questions map[string][]*evalQuestion) []judged {
	var out []judged
	whole := open(b, docs)
	for other, asked := range questions {
		switch {
		case other == set:
			out = append(out, judge(b, whole, asked, "all", func(*evalQuestion) bool { return true })...)
		case family(other) != family(set):
			out = append(out, judge(b, whole, asked, "others' questions", func(*evalQuestion) bool { return false })...)
		}
	}
	files, err := os.ReadDir(docs)
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1, 1, 1, 1, 10, 10, 100, 1000} {
		if size >= len(files) {
			continue
		}
		rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		drawn, in := map[string]string{}, map[string]bool{}
		for _, f := range files[:size] {
			data, err := os.ReadFile(filepath.Join(docs, f.Name()))
			if err != nil {
				b.Fatal(err)
			}
			drawn[f.Name()], in[f.Name()] = string(data), true
		}
		sample := b.TempDir()
		write(b, sample, drawn)
		l := open(b, sample)
		var here, elsewhere []*evalQuestion
		for _, q := range questions[set] {
			if q.in(in) {
				here = append(here, q)
			} else {
				elsewhere = append(elsewhere, q)
			}
		}
		out = append(out, judge(b, l, here, fmt.Sprintf("of %d", size), func(*evalQuestion) bool { return true })...)
		out = append(out, judge(b, l, elsewhere, fmt.Sprintf("of %d", size), func(*evalQuestion) bool { return false })...)
	}
	return out
}

func (q *evalQuestion) in(paths map[string]bool) bool {
	for _, r := range q.relevant {
		if paths[r.path] {
			return true
		}
	}
	return false
}

// judge asks questions, evenly drawn. Of those asked of all documents, it also judges what comes first without those that answer.
func judge(b *testing.B, l *Library, questions []*evalQuestion, scene string, answers func(*evalQuestion) bool) []judged {
	snap, err := current(b, l).Store.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	var out []judged
	for i := 0; i < len(questions); i += max(1, len(questions)/asMany) {
		q := questions[i]
		ranked, _, err := l.rank(b.Context(), snap, Question{Text: q.text, Asked: q.date}, nil, candidates)
		if err != nil {
			b.Fatal(err)
		}
		first := func(ranked []*candidate, scene string, answerable bool) {
			j := judged{answerable: answerable, scene: scene}
			if len(ranked) > 0 {
				j.x = ranked[0].evidence()
			}
			out = append(out, j)
		}
		first(ranked, scene, answers(q))
		if scene == "all" {
			gold := map[string]bool{}
			for _, r := range q.relevant {
				gold[r.path] = true
			}
			first(slices.DeleteFunc(ranked, func(c *candidate) bool { return gold[c.Path] }), scene, false)
		}
	}
	return out
}

func scenesOf(set []judged) []string {
	scenes := map[string]bool{}
	for _, j := range set {
		scenes[j.scene] = true
	}
	return slices.Sorted(maps.Keys(scenes))
}

// errorsOf tells how many of a hundred answerable questions are answered, and how many of a hundred others refused.
func errorsOf(set []judged, scene string, weights evidence) (kept, refused float64) {
	var yes, no, answered, silent float64
	for _, j := range set {
		if j.scene != scene {
			continue
		}
		answers := j.x[1] > 0 && j.x.probability(weights) >= silence
		if j.answerable {
			yes++
			answered += float64(btoi(answers))
		} else {
			no++
			silent += float64(btoi(!answers))
		}
	}
	return 100 * answered / max(1, yes), 100 * silent / max(1, no)
}

// fitSilence fits to all sets but a family, by gradient descent. Each family, scene and kind of question weighs the same. What no
// document has a word of is silence in any case, and left out.
func fitSilence(sets map[string][]judged, leave string) (w evidence) {
	type kind struct {
		family, scene string
		answerable    bool
	}
	count := map[kind]float64{}
	var all []judged
	var kinds []kind
	for _, set := range slices.Sorted(maps.Keys(sets)) {
		if family(set) == leave {
			continue
		}
		for _, j := range sets[set] {
			if j.x[1] == 0 {
				continue
			}
			k := kind{family(set), j.scene, j.answerable}
			count[k]++
			all, kinds = append(all, j), append(kinds, k)
		}
	}
	var mean, square evidence
	const rounds = 400
	for round := 1; round <= rounds; round++ {
		var gradient evidence
		for n, j := range all {
			y := float64(btoi(j.answerable))
			d := (j.x.probability(w) - y) / count[kinds[n]] / float64(len(count))
			for i, x := range j.x {
				gradient[i] += d * x
			}
		}
		for i, g := range gradient {
			mean[i] = 0.9*mean[i] + 0.1*g
			square[i] = 0.99*square[i] + 0.01*g*g
			step := 0.3 * (1 - float64(round)/(rounds+1))
			w[i] -= step * mean[i] / (1 - math.Pow(0.9, float64(round))) / (math.Sqrt(square[i]/(1-math.Pow(0.99, float64(round)))) + 1e-8)
		}
	}
	return w
}
