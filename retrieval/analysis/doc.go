// Package analysis knows the words of languages: it turns text into the tokens that are indexed and looked up (Analyzer),
// finds sentences, tells a text's language, folds case and accents, and counts the edits between two words.
//
// It knows nothing of files, passages, questions or the index, and keeps nothing: text goes in, and what is found comes out
// with its place in bytes. Three views of a text serve different ends. Tokens are stemmed, for ranking. Surfaces are words
// and marks as they are written, for comparing quotes. FoldedWords are words in lower case, for telling phrases of a
// question. Bleve's word lists and stemmers are used here (languages.go says which language has which), its index isn't; light.go has
// the stemmers that Bleve lacks, of Korean and Greek.
package analysis
