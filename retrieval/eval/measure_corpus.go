package eval

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/parse/charset"
	"docent/retrieval/passage"
)

// An article is a text of the corpus: a title, and blocks that are headings or paragraphs of at most passageWords words.
type article struct {
	title  string
	blocks []block
}

type block struct {
	text    string
	heading bool
}

// String is the article as plain text.
func (a article) String() string {
	var b strings.Builder
	b.WriteString(a.title + "\n\n")
	for _, x := range a.blocks {
		b.WriteString(x.text + "\n\n")
	}
	return b.String()
}

// An articleSource returns one article after the other, without end.
type articleSource func(context.Context) (article, error)

// filePassages is how many passages a file of the corpus holds: the files are to be read and listed, but what is measured
// is the passages.
const filePassages = 400

// maxFileBytes ends a file in the middle of an article, well before it is too large to be read.
const maxFileBytes = charset.MaxBytes / 2

// corpusTime is when the files of a corpus say they were written: long ago, so that nothing doubts that they rest.
var corpusTime = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// A corpus is a folder of plain text files that grows, article by article, until it has the passages that it wants. It
// counts them as they will be cut, and takes questions from them on the way.
type madeCorpus struct {
	dir      string
	want     int // passages
	passages int // begun so far
	files    int
	bytes    int64
	file     strings.Builder // at hand
	inFile   int             // its passages
	passage  strings.Builder // at hand
	words    int             // in it

	rng       *rand.Rand
	windows   map[int]int // how many questions a passage gives, by its place
	questions []string
	asked     map[string]bool
}

// newMadeCorpus makes a corpus in a folder that must not exist.
func newMadeCorpus(dir string, passages, questions int, seed uint64) (*madeCorpus, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the corpus: %w", err)
	}
	c := &madeCorpus{dir: dir, want: passages, rng: rand.New(rand.NewPCG(seed, 1)), windows: map[int]int{}, asked: map[string]bool{}}
	for range questions {
		c.windows[c.rng.IntN(passages)]++
	}
	return c, nil
}

// full tells that all passages are begun; the last is ended by flush.
func (c *madeCorpus) full() bool { return c.passages >= c.want }

// add appends an article, or as much of it as there is room for. Headings wait for the text below them, and only the
// last goes in: one without text would be a passage itself.
func (c *madeCorpus) add(a article) error {
	c.endPassage()
	if c.inFile >= filePassages {
		if err := c.endFile(); err != nil {
			return err
		}
	}
	above := a.title
	if c.file.Len() == 0 { // the file's title
		c.file.WriteString(above + "\n\n")
		above = ""
	}
	for _, b := range a.blocks {
		n := document.CountWords(b.text)
		if b.heading || c.words+n > passage.DefaultWords {
			c.endPassage()
		}
		if b.heading {
			above = b.text
			continue
		}
		if c.words == 0 {
			if c.full() {
				return nil
			}
			if err := c.beginPassage(); err != nil {
				return err
			}
		}
		c.words += n
		c.passage.WriteString(b.text + "\n")
		if above != "" {
			c.file.WriteString(above + "\n\n")
			above = ""
		}
		c.file.WriteString(b.text + "\n\n")
	}
	return nil
}

func (c *madeCorpus) beginPassage() error {
	if c.file.Len() > maxFileBytes {
		if err := c.endFile(); err != nil {
			return err
		}
	}
	c.passages++
	c.inFile++
	return nil
}

// endPassage takes questions from the passage at hand.
func (c *madeCorpus) endPassage() {
	if c.words == 0 {
		return
	}
	text := c.passage.String()
	for range c.windows[c.passages-1] {
		for range 20 { // a short passage may have given all it has
			q := window(c.rng, text)
			if q != "" && !c.asked[q] {
				c.asked[q] = true
				c.questions = append(c.questions, q)
				break
			}
		}
	}
	c.passage.Reset()
	c.words = 0
}

// window is five to ten words of a text that follow each other, as they are written; all of a text that has fewer.
func window(rng *rand.Rand, text string) string {
	words := analysis.FoldedWords(text)
	n := min(5+rng.IntN(6), len(words))
	if n == 0 {
		return ""
	}
	from := rng.IntN(len(words) - n + 1)
	return strings.Join(strings.Fields(text[words[from].Start:words[from+n-1].End]), " ")
}

func (c *madeCorpus) endFile() error {
	name := filepath.Join(c.dir, fmt.Sprintf("%05d.txt", c.files))
	if err := os.WriteFile(name, []byte(c.file.String()), 0o600); err != nil {
		return fmt.Errorf("writing the corpus: %w", err)
	}
	if err := os.Chtimes(name, corpusTime, corpusTime); err != nil {
		return fmt.Errorf("writing the corpus: %w", err)
	}
	c.bytes += int64(c.file.Len())
	c.files++
	c.inFile = 0
	c.file.Reset()
	return nil
}

// flush ends the last passage and the last file.
func (c *madeCorpus) flush() error {
	c.endPassage()
	if c.inFile == 0 {
		return nil
	}
	return c.endFile()
}

// shuffledQuestions are the questions in no order, so that neighbours don't stand in the same file.
func (c *madeCorpus) shuffledQuestions() []string {
	c.rng.Shuffle(len(c.questions), func(i, j int) { c.questions[i], c.questions[j] = c.questions[j], c.questions[i] })
	return c.questions
}

// repeatedArticles are the documents of a folder, over and over, the sentences of each shuffled. Files that can't be read
// are left out.
func repeatedArticles(ctx context.Context, dir string, seed uint64) (articleSource, error) {
	f := corpus.NewFolder(dir, analysis.NewDetector())
	files, _, err := f.Walk(ctx)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	next, silent := 0, 0
	return func(ctx context.Context) (article, error) {
		for silent < len(files) {
			path := files[next%len(files)].Path
			next++
			r, err := f.Read(ctx, path, corpusTime)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return article{}, err
			}
			if a := shuffled(&r.Doc, rng); len(a.blocks) > 0 {
				silent = 0
				if a.title == "" {
					a.title = fmt.Sprintf("Text %d", next)
				}
				return a, nil
			}
			silent++
		}
		return article{}, errors.New("the folder has no document with any text")
	}, nil
}

// shuffled is a document with its headings in their places, and its sentences in others, in new paragraphs. There is
// nothing in an article that has no sentences.
func shuffled(doc *document.Document, rng *rand.Rand) article {
	var all []string
	sections := []int{0} // how many sentences stand before the first heading, and below each
	var headings []string
	for _, b := range doc.Blocks {
		switch b.Kind {
		case document.Boilerplate, document.Meta, document.Title:
		case document.Heading:
			headings = append(headings, oneLine(b.Reading()))
			sections = append(sections, 0)
		default:
			sentences := sentencesOf(b)
			all = append(all, sentences...)
			sections[len(sections)-1] += len(sentences)
		}
	}
	if len(all) == 0 {
		return article{}
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	a := article{title: oneLine(doc.Title)}
	for i, n := range sections {
		if i > 0 {
			a.blocks = append(a.blocks, block{headings[i-1], true})
		}
		a.blocks = append(a.blocks, paragraphs(all[:n])...)
		all = all[n:]
	}
	return a
}

// sentencesOf are the sentences of a block, none longer than a passage.
func sentencesOf(b document.Block) []string {
	text := b.Reading()
	var out []string
	for _, s := range analysis.Sentences(text, passage.InLines(b.Kind)) {
		for _, part := range passage.CutWords(text, s, passage.DefaultWords) {
			if s := oneLine(text[part[0]:part[1]]); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// enoughWords ends a paragraph. A shorter one may be taken for a heading, or a line of a table.
const enoughWords = 40

// paragraphs joins sentences into paragraphs, none longer than a passage.
func paragraphs(sentences []string) []block {
	var out []block
	words := enoughWords
	for _, s := range sentences {
		n := document.CountWords(s)
		if words >= enoughWords || words+n > passage.DefaultWords {
			out, words = append(out, block{text: s}), n
			continue
		}
		out[len(out)-1].text += " " + s
		words += n
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
