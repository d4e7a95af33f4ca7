// Package corpus keeps a folder of documents and its index alike: it walks the folder, reads and parses what changed, puts
// the passages into the index, remembers in the manifest what the index holds, and follows the folder while it changes.
//
//	folder -> compare with the manifest -> parse -> passages -> batch into the index -> manifest last
//
// A Corpus has one Version of the index that answers, and builds another beside it when the form of the index changes or
// the old one is damaged. A crash at any moment leaves the old or the new state of each file. One process at a time has a
// corpus open. Whoever asks holds a Version for as long as it reads from it.
//
// It doesn't know questions, ranking or quotes, nor what follows it: who wants to know of each batch gives a function.
package corpus
