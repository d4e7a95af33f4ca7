package analysis

import (
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fa"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hi"
	"github.com/blevesearch/bleve/v2/analysis/lang/hu"
	"github.com/blevesearch/bleve/v2/analysis/lang/in"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ro"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// This file is the table of languages: a stemmer and a list of function words for each.

var snowball = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem,
	"fr": french.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nl": dutch.Stem, "no": norwegian.Stem,
	"pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

func stemmer(language string) func(string) string {
	if stem, ok := snowball[language]; ok {
		return func(s string) string {
			if language == "ro" { // the stemmer knows only the cedilla forms
				s = strings.NewReplacer("ș", "ş", "ț", "ţ").Replace(s)
			}
			if language == "en" {
				s = normalEnglish(s)
			}
			if language == "ru" {
				s = strings.ReplaceAll(s, "ё", "е") // most writers do without
			}
			env := snowballstem.NewEnv(s)
			stem(env)
			return env.Current()
		}
	}
	switch language {
	case "ar":
		return filters(ar.NewArabicNormalizeFilter(), ar.NewArabicStemmerFilter())
	case "el":
		return stemGreek
	case "ko":
		return stemKorean
	case "fa":
		return filters(fa.NewPersianNormalizeFilter())
	case "hi":
		return filters(in.NewIndicNormalizeFilter(), hi.NewHindiNormalizeFilter(), hi.NewHindiStemmerFilter())
	}
	return func(s string) string { return s }
}

// filters makes a stemmer of Bleve's token filters.
func filters(chain ...analysis.TokenFilter) func(string) string {
	return func(s string) string {
		stream := analysis.TokenStream{&analysis.Token{Term: []byte(s)}}
		for _, f := range chain {
			stream = f.Filter(stream)
		}
		if len(stream) == 0 || len(stream[0].Term) == 0 {
			return s
		}
		return string(stream[0].Term)
	}
}

// StopLists are the function words of languages, one a line, by ISO 639-1 code.
var StopLists = map[string][]byte{
	"ar": ar.ArabicStopWords, "da": da.DanishStopWords, "de": de.GermanStopWords, "en": en.EnglishStopWords,
	"es": es.SpanishStopWords, "fa": fa.PersianStopWords, "fi": fi.FinnishStopWords, "fr": fr.FrenchStopWords,
	"hi": hi.HindiStopWords, "hu": hu.HungarianStopWords, "it": it.ItalianStopWords, "nl": nl.DutchStopWords,
	"no": no.NorwegianStopWords, "pt": pt.PortugueseStopWords, "ro": ro.RomanianStopWords,
	"ru": ru.RussianStopWords, "sv": sv.SwedishStopWords, "tr": tr.TurkishStopWords,
}

// moreStops are function words that the lists lack: contractions, and the words that questions are framed with.
var moreStops = map[string]string{
	"en": "who what when where why how which whom whose did does do doing done can could would should will shall may might must " +
		"i'm i've it's that's what's who's where's when's how's let's don't doesn't didn't isn't aren't wasn't weren't upon",
	"de": "wer was wann wo warum wieso weshalb wie welche welcher welches welchem welchen wessen wem wen woher wohin wieviel wieviele wurde wurden worden",
	"es": "quién quiénes qué cuándo dónde cuál cuáles cuánto cuántos cuánta cuántas adónde cómo",
	"fr": "qui que quoi quand où pourquoi comment quel quelle quels quelles combien lequel laquelle est-ce",
	"it": "chi cosa quando dove perché come quale quali quanto quanti quanta quante",
	"pt": "quem que quando onde porque como qual quais quanto quantos quanta quantas",
	"nl": "wie wat wanneer waar waarom hoe welke welk hoeveel",
	"zh": "的 了 是 在 和 与 及 有 为 也 就 都 而 着 被 把 从 对 于 以 之 其 这 那 吗 呢 吧 啊 谁 何 哪 什 么 几 多 少 什么 多少 哪个 哪些 哪里 哪儿 怎么 怎样 为什 如何 何时 几个 是什 是多 么时 是谁 谁是 有多 了多 在哪",
	"el": "ο η το οι τα του της των τον την τους τις τησ ένα ένασ μια μία και να σε στο στη στην στον στα στισ στουσ με για από που πωσ πώσ τι ποιοσ ποια ποιο ποιοι ποιεσ " +
		"πότε που πού γιατί πόσο πόσα πόσοι πόσεσ είναι ήταν έχει είχε θα δεν μην ωσ αν ή κατά μετά προσ ότι όταν όπωσ αυτό αυτή αυτόσ",
	"ko": "누가 누구 누구의 무엇 무엇을 무엇이 무엇입니까 언제 어디 어디에 어디에서 어디서 왜 어떻게 어떤 어느 몇 얼마나 얼마 그 이 저 것 수 등 및 또는 그리고 있다 있는 있습니다 있습니까 입니까 합니까 했습니까 됩니까 무슨",
	"ja": "の に は を た が で て と し れ さ る い も な す 何 誰 か です ます した して から まで どこ いつ 誰が 何が なに なぜ どう どの いくつ ですか ますか すか でし した か？",
}

// StopWords are the function words of a language, in lower case; none for a language that isn't in the table.
func StopWords(language string) map[string]bool {
	stops := analysis.NewTokenMap()
	if list, ok := StopLists[language]; ok {
		if err := stops.LoadBytes(list); err != nil {
			return nil // the lists are compiled in and well formed
		}
	}
	for _, w := range strings.Fields(moreStops[language]) {
		stops.AddToken(w)
	}
	return stops
}
