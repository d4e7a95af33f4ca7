// Package retrieval is the door to the documents: a Library over one folder answers questions about it with quotes.
//
// # The rooms behind the door
//
//	corpus     a folder and its index kept alike
//	parse      bytes -> document.Document, a room for each format
//	passage    a document -> the passages that are indexed, ranked and quoted
//	index      the passages on disk, and their exact scores
//	query      what a question says
//	rank       candidates -> order, the answering sentence, and whether it answers at all
//	compare    a sentence held against a passage
//	complete   names while they are typed
//	analysis   the words of languages
//	document   what a file says
//
// None of them knows the Library. It opens them, hands each what it needs of the others, and does what takes several of
// them: choosing the documents that a look-up is about (scope.go), and quoting.
//
// # How a document gets in
//
// Library.Update and Run hand on to the corpus, which compares the folder with its manifest, parses what is new or changed,
// cuts it into passages and puts these into the index. The Library follows each batch with the names that can be completed.
//
// # How a question gets answered
//
// Library.Answer (answer.go) parses the question once, takes one snapshot of the index, and lets a rank.Ranker order what
// speaks of it. A question about a document itself is answered from its metadata fields (metadata.go). When even the best
// passage is unlikely to answer, nothing is said but suggestions (suggest.go). What is left is freed of repetitions, set
// beside what contradicts it, and verified (verifier.go): each quote is compared, byte for byte, with the file on disk. A
// file that isn't what was indexed is indexed again, and the question asked again.
//
// # How a document is read
//
// Library.Quote, Expand, Document and Open read one file anew as a source view (sourceview.go), check it against what was
// indexed, and quote it by lines, heading or page (quote.go, expand.go, describe.go). Library.Find looks for places, by words
// or by their written form, and Facts for facts by name (find.go). Library.Verify lays each sentence of a text beside the
// passages that have the most of its words (compare.go). Library.Complete goes on with what is being typed (complete.go).
//
// Whoever measures ranking, as package eval does, has a Session over one snapshot (session.go).
//
// Nothing here knows Discord or the environment. Time, logging and folders come in through Config. What a caller gets are
// values of this package's types (types.go, places.go); their JSON is an interface to other programs (json.go).
package retrieval
