package index

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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
	minCorrected    = 4 // letters; below, one edit makes another word of almost any
	maxCorrected    = 24
	twoEditsFrom    = 8 // letters
	maxWordsPerLang = 1 << 20
)

const wordsFile = "words"

// Near is a word of the passages that a misspelt one may have been meant for.
type Near struct {
	Word      string // folded
	Distance  int    // edits: a letter more, less or another, or two neighbours exchanged
	SameStart bool   // the first letter is the same
}

// correctable tells whether a word is kept, or corrected: letters only, neither short nor endless.
func correctable(word string) bool {
	n := 0
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return false
		}
		n++
	}
	return n >= minCorrected && n <= maxCorrected
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

// near returns the words at the least distance, 1 or for long words 2, that keep accepts: those with the same first letter if
// there are any, in the order of the alphabet.
func (l *wordList) near(word string, keep func(string) bool) []Near {
	if l == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	target := []rune(word)
	for limit := 1; limit <= 2; limit++ {
		if limit == 2 && len(target) < twoEditsFrom {
			break
		}
		found := l.sameStart(word, target, limit, keep)
		if len(found) == 0 && limit == 1 {
			found = l.otherStart(target, keep)
		}
		if len(found) > 0 {
			slices.SortFunc(found, func(a, b Near) int { return cmp.Compare(a.Word, b.Word) })
			return found
		}
	}
	return nil
}

// sameStart compares the words with the same first letter.
func (l *wordList) sameStart(word string, target []rune, limit int, keep func(string) bool) (out []Near) {
	letters := lettersOf(word)
	try := func(candidate string) {
		if editDistance(target, candidate, limit) <= limit && candidate != word && keep(candidate) {
			out = append(out, Near{candidate, limit, true})
		}
	}
	for n := max(minCorrected, len(target)-limit); n <= len(target)+limit; n++ {
		w := l.groups[wordGroup{target[0], n}]
		if w == nil {
			continue
		}
		for i, other := range w.letters {
			if letters.near(other, limit) {
				try(w.at(i))
			}
		}
		for _, other := range w.fresh {
			if letters.near(lettersOf(other), limit) {
				try(other)
			}
		}
	}
	return out
}

// otherStart tries out what the word is if its first letter is wrong, missing, one too many, or exchanged with the second.
func (l *wordList) otherStart(target []rune, keep func(string) bool) (out []Near) {
	try := func(candidate string) {
		w := l.groups[groupOf(candidate)]
		if w != nil && w.has(candidate) && keep(candidate) {
			out = append(out, Near{candidate, 1, false})
		}
	}
	rest, whole := string(target[1:]), string(target)
	try(rest)
	if target[0] != target[1] {
		try(string(target[1]) + string(target[0]) + string(target[2:]))
	}
	for first := range l.firsts {
		if first != target[0] {
			try(string(first) + rest)
			try(string(first) + whole)
		}
	}
	return out
}

// A letterSet says which letters a word has: for each of a to z a bit if it has it and one if it has it twice, and a few for
// the rest of the alphabets. An edit changes one bit each way at the most.
type letterSet uint64

func lettersOf(word string) letterSet {
	var s letterSet
	for _, r := range word {
		if r < 'a' || r > 'z' {
			s |= 1 << (52 + r%12)
			continue
		}
		once := letterSet(1) << (r - 'a')
		if s&once != 0 {
			s |= once << 26
		}
		s |= once
	}
	return s
}

func (s letterSet) near(o letterSet, edits int) bool {
	return bits.OnesCount64(uint64(s&^o)) <= edits && bits.OnesCount64(uint64(o&^s)) <= edits
}

// editDistance is the optimal string alignment distance (Damerau's edits, none of them inside another), if it is limit at the
// most; else a greater number.
func editDistance(a []rune, word string, limit int) int {
	var buf [maxCorrected + 4]rune
	b := buf[:0]
	for _, r := range word {
		if len(b) == cap(b) {
			return limit + 1
		}
		b = append(b, r)
	}
	var rows [3][maxCorrected + 5]int
	if len(a) > maxCorrected+4 {
		return limit + 1
	}
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// Near returns the words that a word of a question may have been meant for, nearest first and then the most frequent, at most
// k: none for a word that passages have, with a digit, of under four letters, or as near to a function word. Words are
// compared folded and without their diacritics.
func (s *Snapshot) Near(language, word string, frequency func(term string) (uint64, error), k int) (out []Near, err error) {
	list := s.store.words.ready(language)
	word = stripMarks(word)
	if list == nil || !correctable(word) {
		return nil, nil
	}
	a := s.Analyzer(language)
	counts := map[string]uint64{}
	found := list.near(word, func(candidate string) bool {
		if err != nil {
			return false
		}
		counts[candidate], err = frequency(a.analyze(candidate).Term)
		return err == nil && counts[candidate] > 0
	})
	if err != nil || len(found) == 0 || a.nearStop(word, found[0].Distance) {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b Near) int { return cmp.Compare(counts[b.Word], counts[a.Word]) })
	return found[:min(len(found), k)], nil
}

// AwaitWords waits until questions can be corrected. Only who must have that from the first question on needs to wait.
func (s *Store) AwaitWords(ctx context.Context) error {
	select {
	case <-s.words.read:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// HasWord tells whether passages of a language may have had a word, folded. It knows words of four letters and more.
func (s *Snapshot) HasWord(language, word string) bool {
	return s.store.words.ready(language).has(stripMarks(word))
}

// nearStop tells whether a function word is as near.
func (a *Analyzer) nearStop(word string, distance int) bool {
	target := []rune(word)
	for stop := range a.stops {
		if first, _ := utf8.DecodeRuneInString(stop); first == target[0] && editDistance(target, stop, distance) <= distance {
			return true
		}
	}
	return false
}

// noteWords takes the words of tokens that are kept, without their diacritics: people leave them out.
func (e *entry) noteWords(tokens []Token) {
	for _, t := range tokens {
		if t.Gram || t.Stop || len(t.Word) < minCorrected {
			continue
		}
		if word := stripMarks(strings.TrimSuffix(t.Word, "'s")); correctable(word) {
			e.words = append(e.words, word)
		}
	}
}

// wordsMet gathers the words of entries by language.
func wordsMet(entries []*entry) map[string]map[string]struct{} {
	met := map[string]map[string]struct{}{}
	for _, e := range entries {
		words := met[e.language]
		if words == nil {
			words = map[string]struct{}{}
			met[e.language] = words
		}
		for _, w := range e.words {
			words[w] = struct{}{}
		}
		e.words = nil
	}
	return met
}
