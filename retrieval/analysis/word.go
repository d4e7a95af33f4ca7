package analysis

// A Word is one token of a passage as it is stored. Words are told apart by their hashes, in which two of four thousand
// million may agree: good enough to rank by, where a word too many among the hundred passages of a hundred thousand
// questions is lost in the rest.
type Word struct {
	Term, Unaccented uint32 // Hash of Token.Term and of Token.Unaccented; 0 where there is none
	Start, End       int    // bytes of the text
	Written          uint8  // the lowest byte of the Hash of Token.Word
	Single           bool   // as in Token
}

// Hash returns the hash of a word, never 0. It is FNV-1a (Fowler, Noll and Vo), of 32 bits.
func Hash(word string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return max(h, 1)
}

// Words are those of a text that isn't stored, as they would be.
func (a *Analyzer) Words(text string) []Word {
	var out []Word
	for _, t := range a.Tokens(nil, text) {
		out = append(out, t.Hashed())
	}
	return out
}

// Hashed is the token as it is stored beside a passage.
func (t *Token) Hashed() Word {
	w := Word{Term: Hash(t.Term), Start: t.Start, End: t.End, Written: uint8(Hash(t.Word)), Single: t.Single}
	if t.Unaccented != "" {
		w.Unaccented = Hash(t.Unaccented)
	}
	return w
}
