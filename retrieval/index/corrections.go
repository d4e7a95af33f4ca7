package index

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file keeps the words of the passages as they are written, so that a word that none has can be corrected to one that some
// has. The rules are:
//
//   - A word of a question is compared with the words that begin with the same letter and are about as long, by which letters they
//     are made of, and the few that remain letter by letter. A first letter that is wrong is tried out instead.
//   - The file of words only grows, in whole batches, before the postings that need them. It may hold words that have since
//     gone: one of which a snapshot has no form is never given out. Building the index anew clears them.
//   - It is read in the background when an index is opened. Until then nothing is corrected; no question waits.

// Which words are kept, and how many of a language: what is beyond is not corrected to. Each takes about 25 bytes of memory.
const (
	minCorrected = 4 // letters; below, one edit makes another word of almost any

	twoEditsFrom    = 8 // letters
	maxWordsPerLang = 1 << 20
)

const wordsFile = "words"

// correctable tells whether a word is kept, or corrected: letters only, neither short nor endless.
func correctable(word string) bool {
	n := 0
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return false
		}
		n++
	}
	return n >= minCorrected && n <= analysis.MaxCorrected
}

// A lexicon holds the words of all languages.
type lexicon struct {
	file *os.File
	read chan struct{} // closed when the file has been read

	mu        sync.RWMutex
	languages map[string]*wordList
	err       error // of reading the file
}

// openLexicon opens the words beside an index; a missing file is one without words.
func openLexicon(path string) (*lexicon, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the words: %w", err)
	}
	l := &lexicon{file: f, read: make(chan struct{}), languages: map[string]*wordList{}}
	go func() {
		defer close(l.read)
		l.err = l.load()
	}()
	return l, nil
}

// close waits for the reading to end.
func (l *lexicon) close() error {
	<-l.read
	return l.file.Close()
}

// load reads the file: lines of one word, under a line "@" and their language. What isn't a word, since a crash cut it off, is
// passed over.
func (l *lexicon) load() error {
	language := ""
	words := map[string][]string{}
	in := bufio.NewScanner(io.NewSectionReader(l.file, 0, 1<<62))
	for in.Scan() {
		line := in.Text()
		if after, ok := strings.CutPrefix(line, "@"); ok {
			language = after
		} else if correctable(line) {
			words[language] = append(words[language], line)
		}
	}
	for language, list := range words {
		l.put(language, list)
	}
	if err := in.Err(); err != nil && !errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("reading the words: %w", err)
	}
	return nil
}

// add keeps the words that are new, in the file first.
func (l *lexicon) add(met map[string]map[string]struct{}) error {
	<-l.read
	if l.err != nil {
		return l.err
	}
	var buf bytes.Buffer
	fresh := map[string][]string{}
	for language, words := range met {
		list := l.list(language)
		for word := range words {
			if !list.has(word) {
				fresh[language] = append(fresh[language], word)
			}
		}
		if len(fresh[language]) > 0 {
			slices.Sort(fresh[language])
			fmt.Fprintf(&buf, "\n@%s\n%s\n", language, strings.Join(fresh[language], "\n"))
		}
	}
	if buf.Len() == 0 {
		return nil
	}
	_, err := l.file.Write(buf.Bytes())
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("writing the words: %w", err)
	}
	for language, words := range fresh {
		l.put(language, words)
	}
	return nil
}

// put keeps words in memory.
func (l *lexicon) put(language string, words []string) {
	list := l.list(language)
	groups := map[wordGroup][]string{}
	for _, w := range words {
		groups[groupOf(w)] = append(groups[groupOf(w)], w)
	}
	for g, words := range groups {
		list.put(g, words)
	}
}

// list is the list of a language, made if there is none.
func (l *lexicon) list(language string) *wordList {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.languages[language]
	if list == nil {
		list = &wordList{groups: map[wordGroup]*group{}, firsts: map[rune]bool{}}
		l.languages[language] = list
	}
	return list
}

// ready returns the list of a language, nil where it has none or the file is still being read.
func (l *lexicon) ready(language string) *wordList {
	select {
	case <-l.read:
	default:
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.languages[language]
}

// A wordList holds the words of a language by their first letter and length.
type wordList struct {
	mu     sync.RWMutex // held for a group at a time
	groups map[wordGroup]*group
	firsts map[rune]bool
	n      int
}

type wordGroup struct {
	first   rune
	letters int
}

func groupOf(word string) wordGroup {
	first, _ := utf8.DecodeRuneInString(word)
	return wordGroup{first, utf8.RuneCountInString(word)}
}

// A group is the words of one first letter and length: sorted, one behind the other, and the newest as they came.
type group struct {
	text    string
	ends    []uint32
	letters []letterSet
	fresh   []string
}

func (w *group) at(i int) string {
	start := uint32(0)
	if i > 0 {
		start = w.ends[i-1]
	}
	return w.text[start:w.ends[i]]
}

func (w *group) has(word string) bool {
	low, high := 0, len(w.ends)
	for low < high {
		mid := (low + high) / 2
		switch strings.Compare(w.at(mid), word) {
		case 0:
			return true
		case -1:
			low = mid + 1
		default:
			high = mid
		}
	}
	return slices.Contains(w.fresh, word)
}

// settle sorts the newest words in.
func (w *group) settle() {
	all := slices.Clone(w.fresh)
	for i := range w.ends {
		all = append(all, w.at(i))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var text strings.Builder
	w.ends, w.letters, w.fresh = make([]uint32, len(all)), make([]letterSet, len(all)), nil
	for i, word := range all {
		text.WriteString(word)
		w.ends[i], w.letters[i] = uint32(text.Len()), lettersOf(word)
	}
	w.text = text.String()
}

func (l *wordList) put(g wordGroup, fresh []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n >= maxWordsPerLang {
		return
	}
	l.n += len(fresh)
	w := l.groups[g]
	if w == nil {
		w = &group{}
		l.groups[g], l.firsts[g.first] = w, true
	}
	w.fresh = append(w.fresh, fresh...)
	if len(w.fresh) > 16+len(w.ends)/4 { // so that each word is moved a few times in all
		w.settle()
	}
}

func (l *wordList) has(word string) bool {
	if l == nil {
		return false
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	w := l.groups[groupOf(word)]
	return w != nil && w.has(word)
}

// metWords remembers which words the lexicon was given, since most words of a text were met before. Two words may share a
// place; then the later one is met anew. That two share their hash as well, and one is passed over, costs a correction.
type metWords [1 << 18]atomic.Uint32

// first tells whether a word is met for the first time, as far as that is remembered.
func (m *metWords) first(hash uint32) bool {
	at := &m[hash%uint32(len(m))]
	if at.Load() == hash {
		return false
	}
	at.Store(hash)
	return true
}

// noteWords takes the words of tokens that may be kept and weren't met before; without met, none.
func (e *entry) noteWords(tokens []analysis.Token, met *metWords) {
	if met == nil {
		return
	}
	language := analysis.Hash(e.language)
	for i := range tokens {
		if t := &tokens[i]; !t.Gram && !t.Stop && len(t.Word) >= minCorrected && met.first(analysis.Hash(t.Word)^language) {
			e.words = append(e.words, t.Word)
		}
	}
}

// wordsMet gathers the words of entries by language, without their diacritics: people leave them out.
func wordsMet(entries []*entry) map[string]map[string]struct{} {
	written := map[string]map[string]struct{}{}
	for _, e := range entries {
		if written[e.language] == nil {
			written[e.language] = map[string]struct{}{}
		}
		for _, w := range e.words {
			written[e.language][w] = struct{}{}
		}
		e.words = nil
	}
	met := map[string]map[string]struct{}{}
	for language, words := range written {
		met[language] = map[string]struct{}{}
		for w := range words {
			if word := analysis.StripMarks(strings.TrimSuffix(w, "'s")); correctable(word) {
				met[language][word] = struct{}{}
			}
		}
	}
	return met
}
