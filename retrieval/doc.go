// Package retrieval turns a folder of documents into answers that quote them.
//
// # How a document gets in
//
// Library.Update walks the folder (folder.go) and compares it with the manifest (manifest.go), which knows each file as
// it was when it was last read; the difference is the plan (plan.go). What is new or changed is decoded and parsed by a
// leaf package, chosen by the file's name, into a Document: blocks, metadata fields and facts, each with the Span of the
// file where it stands. The document is cut into passages (passage.go) of up to 200 words that never cross a heading;
// its facts and fields become passages of their own (fact.go). Batches of them go into the index (package index), and
// then their files into the manifest (update.go): in this order, so that a crash leaves a file in its old state or its
// new one. Library.Run does this at the start and whenever the file system tells of a change (watch.go). How editions of
// an index are opened, rebuilt and replaced is in edition.go.
// Beside the watch, Run decodes ahead what questions will need (warm.go), and compares contents by their hashes from time to
// time (contents.go). How a passage is stored is in codec.go.
//
// # How a question gets answered
//
// Library.Answer takes one snapshot of the index (answer.go). What the question says beside its words is read first
// (syntax.go): phrases, exclusions and scopes, which narrow what may be found (narrow.go), and the time it names
// (period.go), which is preferred. Its words are read once for each language of the documents (query.go, frame.go): their
// weights, and which of them are evidence. Words that no document has are corrected (correct.go), and other ways to say a
// part of the question are added (alternative.go, abbreviation.go, synonyms.go). The index returns the passages with the
// highest BM25 (rank.go), and with each the words that it stored beside it. They tell where the question's words stand
// (examine.go, marks.go), the passage's document speaks for it (siblings.go), and the model adds up what that is worth
// (model.go). In the best of them the answering sentence is chosen. A question about a document itself ("when was it
// updated?") is answered from its fields (metadata.go). When even the best passage has too little of what was asked
// (silence.go), the answer is silence, with suggestions (suggest.go). What is left is freed of repetitions
// (duplicate.go), set beside what contradicts it (disagree.go), and verified (verify.go): each quote is compared, byte
// for byte, with the file on disk. A file that isn't what was indexed is indexed again, and the question asked again.
//
// # How a document is read
//
// Beside questions there are places: Library.Quote, Widen, Document and Open read one file anew (sheet.go), check it
// against what was indexed, and quote it by lines, heading or page (quote.go, widen.go, describe.go). Library.Find also
// looks for phrases and beginnings of words in their written form (written.go, match.go). Library.Verify lays each
// sentence of a text beside the passages that have the most of its words (check.go, align.go) and tells in what they
// differ (differ.go). Library.Complete goes through the documents' names, which are kept in memory (names.go,
// complete.go).
//
// What all this costs is measured by Measure (measure.go), on a corpus that it makes. How well questions are answered is
// measured by Evaluate (eval.go), on questions with known answers.
//
// Nothing here knows Discord or the environment. Time, logging and folders come in through Config.
package retrieval
