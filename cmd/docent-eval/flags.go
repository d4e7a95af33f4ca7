package main

import (
	"flag"
	"path/filepath"
	"strconv"
	"strings"

	"docent/retrieval/eval"
)

// setFlags name the sets of questions.
type setFlags struct {
	docs, questions string
	named           []string
}

func (f *setFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.docs, "docs", "", "a set without a folder of its own: its documents are in the folder `DIR`")
	fs.StringVar(&f.questions, "questions", "", "the questions of --docs, one JSON object a line of `FILE`")
	fs.Func("set", "a set, `NAME=DIR`: a folder with docs and questions.jsonl; several may be given", func(v string) error {
		f.named = append(f.named, v)
		return nil
	})
}

// sets are those that the options name.
func (f *setFlags) sets(sys system) (sets []eval.Set, err error) {
	switch {
	case (f.docs == "") != (f.questions == ""):
		return nil, usageFault("--docs and --questions: expected both or neither")
	case f.docs == "" && len(f.named) == 0:
		return nil, usageFault("expected --docs and --questions, or --set")
	case f.docs != "":
		docs := sys.absolute(f.docs)
		sets = append(sets, eval.Set{Name: nameOfFolder(docs), Docs: docs, Questions: sys.absolute(f.questions)})
	}
	for _, s := range f.named {
		name, folder, ok := strings.Cut(s, "=")
		if !ok || name == "" || folder == "" {
			return nil, usageFault("--set: expected NAME=DIR; %q was given", s)
		}
		folder = sys.absolute(folder)
		sets = append(sets, eval.Set{Name: name, Docs: filepath.Join(folder, "docs"), Questions: filepath.Join(folder, "questions.jsonl")})
	}
	return sets, nil
}

// nameOfFolder names a set after its folder of documents, or the one above where that is called "docs" as every set's is.
func nameOfFolder(docs string) string {
	name := filepath.Base(docs)
	if above := filepath.Base(filepath.Dir(docs)); name == "docs" && above != string(filepath.Separator) && above != "." {
		return above
	}
	return name
}

// maxCacheMB is more than any machine has, and few enough to be counted in bytes.
const maxCacheMB = 1 << 30

// A cacheFlag is how much memory the index may use for what it has decoded, in megabytes: by default what the bot takes on a
// machine with half a gigabyte or more.
type cacheFlag string

func (f *cacheFlag) register(fs *flag.FlagSet) {
	fs.StringVar((*string)(f), "cache", "128", "let the index keep so many `MB` of what it has decoded, 0 for none")
}

// bytes says "none" as retrieval takes it, for which 0 is its own choice.
func (f cacheFlag) bytes() (int64, error) {
	n, err := flagNumber("cache", string(f), 0, maxCacheMB)
	if err == nil && n == 0 {
		return -1, nil
	}
	return int64(n) << 20, err
}

// flagNumber reads a whole number; of nothing, it is 0.
func flagNumber(name, value string, least, most int) (int, error) {
	if value == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, usageFault("--%s: expected a whole number from %d to %d; %q was given", name, least, most, value)
	}
	return n, nil
}
