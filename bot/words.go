package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// This file holds what Docent says to people, all of it, so that other languages can join in one place. The rules are:
// whole sentences, no blame, no machine paths, no names of parts of the program, and always what to do next.

const (
	wordsNoQuestion = "Ask me something about the documents, in your own words."
	wordsNoWords    = "I see no words in that to look for. Ask in your own words, please."
	wordsNoName     = "Tell me which fact: /fact NAME."
	wordsNoQuery    = "Tell me what to look for: /find WORDS."

	wordsFault     = "Something went wrong here, and I could not look into the documents. Please try again in a moment."
	wordsJustMoved = "The file that answers this has just changed. Please ask again in a moment."

	wordsEmptyFolder = "There are no documents yet. Whoever runs me can put text or Markdown files into the documents folder " +
		"(the one that DOCS_DIR names, \"seeds\" if it names none); I read them within seconds."
	wordsStillReading = "I am still reading the documents. Please ask again in a moment."

	wordsNearestFacts  = "No fact has exactly that name. The nearest:"
	wordsFactsDisagree = "The documents disagree about that, newest first:"
	wordsFactsSeveral  = "That name stands in several places, newest first:"
	wordsNoSuchSource  = "No document's path or title contains that. /sources alone lists them all."
	wordsSpeltSo       = "is a word that the documents use"

	wordsElsewhere   = "I answer only on the servers that I am set up for, and in direct messages from their members."
	wordsHint        = "I can't see a question there. Mention me by picking my user name (not the role of the same name), with the question behind it, or use /ask."
	wordsHintReply   = "I can't read that message, since it doesn't mention me. Mention me with the question itself, or use /ask."
	wordsTooOld      = "I did not get to this question within a minute, so I have left it. Please ask it again."
	wordsTooMany     = "That is more than I take from one person: ten questions a minute, two at a time. Please wait a moment."
	wordsBusy        = "I have more questions waiting than I can answer in time. Please ask again in a moment."
	wordsUnknownForm = "I don't know that command any more. /ask is the one to use."
)

// wordsAskAbout is the question that /help offers about a title or heading.
func wordsAskAbout(topic string) string { return "What do the documents say about " + topic + "?" }

// wordsFaultReference is wordsFault with the id under which the operator finds the error in the log.
func wordsFaultReference(id string) string {
	return wordsFault + " If it stays like this, tell whoever runs me this reference: " + id
}

func wordsTooLong(length int) string {
	return fmt.Sprintf("That is %s characters; I read questions of up to %s. Please ask with fewer words.",
		thousands(length), thousands(maxQuestion))
}

func wordsSilence(documents int, suggestions bool) string {
	s := "I found nothing about that in " + theseDocuments(documents) + "."
	if suggestions {
		s += " The nearest that they have:"
	}
	return s
}

func wordsNoFact(documents int) string {
	return "I found no fact of that name in " + theseDocuments(documents) + "."
}

func wordsNoHits(documents int) string {
	return "I found none of those words in " + theseDocuments(documents) + "."
}

func wordsHits(first, shown, total int) string {
	switch {
	case shown == total && total == 1:
		return "One passage has that:"
	case shown == total:
		return thousands(total) + " passages have that:"
	default:
		return fmt.Sprintf("%s passages have that; here are %s to %s:", thousands(total), thousands(first), thousands(first+shown-1))
	}
}

func wordsSources(shown, total int) string {
	switch {
	case total == 1:
		return "One document:"
	case shown == total:
		return thousands(total) + " documents:"
	default:
		return fmt.Sprintf("%s documents; here are the first %d. /sources WORD lists those with that word in their path or title:", thousands(total), shown)
	}
}

func wordsUnreadable(files int) string {
	if files == 1 {
		return "One file could not be read."
	}
	return thousands(files) + " files could not be read."
}

func wordsNoneReadable(files int) string {
	if files == 1 {
		return "The one file in the documents folder could not be read, so I have nothing to answer from. /sources says why."
	}
	return "None of the " + thousands(files) + " files in the documents folder could be read, so I have nothing to answer from. /sources says why."
}

func wordsHelp(documents int) string {
	return "Ask in your own words. I answer with quotes from " + theseDocuments(documents) + ", word for word, and say where each stands."
}

func wordsUnknownCommand(near string) string {
	if near == "" {
		return "There is no such command. /help lists what there is; to ask a question that begins with a slash, put /ask before it."
	}
	return "There is no such command. Did you mean /" + near + "?"
}

// wordsAsked heads an answer that everyone sees, since Discord shows them the command but not what was asked.
func wordsAsked(question string) string { return askedPrefix + question }

// askedPrefix opens a public answer to /ask; a follow-up finds the earlier question behind it.
const askedPrefix = "Asked: "

// What /help says of each command.
const (
	helpAsk     = "a question; the word /ask may be left out"
	helpFact    = "one fact by its name"
	helpFind    = "the passages that have these words"
	helpSources = "the documents that I read; a word narrows the list"
	helpHelp    = "this list"
	helpTry     = "Try:"
)

// The descriptions that Discord shows while a command is typed; at most 100 characters each.
const (
	slashAsk         = "Ask a question; the answer is quoted from the documents"
	slashQuestion    = "What you want to know, in your own words"
	slashSource      = "Only documents whose path or title contains this"
	slashShow        = "Who sees the answer (only you, unless you choose otherwise)"
	slashShowMe      = "only me"
	slashShowAll     = "everyone"
	spelledDateShape = "2 Jan 2006"
)

func theseDocuments(n int) string {
	if n == 1 {
		return "this one document"
	}
	return "these " + thousands(n) + " documents"
}

func passages(n int) string {
	if n == 1 {
		return "1 passage"
	}
	return thousands(n) + " passages"
}

// spelledDate is a date as people read it, "" for the zero time.
func spelledDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(spelledDateShape)
}

// thousands writes n with a comma between groups of three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), ",")
}
