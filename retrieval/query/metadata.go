package query

import (
	"slices"
	"strings"
	"unicode"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// This file answers questions about a document itself: when it was updated, who reviewed it, how long it is to read.
// The answer is a metadata field with its line. The rules are:
//
//   - The question must name a field ("updated", "reviewer"), and apart from that only speak of "the article" or say
//     which one, in words that stand in its title.
//   - "When was the agreement published?" with nothing of that in a title is a question to the text.

// A fieldQuestion is a way to ask for metadata fields.
type fieldQuestion struct {
	// any of these words asks for it, folded
	words []string
	// and one of these must be there too
	with []string
	// the fields that answer, best first
	fields []document.FieldName
	// the same in scripts without spaces; none: it isn't asked for in them
	joined, joinedWith []string
	alone              bool // only of a question that nothing came before: else it may ask how long a bridge is
}

var fieldQuestions = []fieldQuestion{
	{words: strings.Fields("updated update modified revised revision aktualisiert aktualisierung geändert überarbeitet actualizado actualizada actualizó actualización modificado modificó mis mise actualisé actualisée modifié"),
		with:   strings.Fields("when date last what time day recently latest how wann datum zuletzt cuándo fecha última quand jour dernière"),
		fields: []document.FieldName{document.FieldUpdated, document.FieldPublished},
		joined: []string{"更新", "改訂", "修改"}, joinedWith: []string{"いつ", "日", "何时", "什么时候"}},
	{words: strings.Fields("published publication posted released veröffentlicht veröffentlichung erschienen publicado publicada publicó publicación publié publiée paru parue publication dated"),
		with:   strings.Fields("when date what day time wann datum cuándo fecha quand"),
		fields: []document.FieldName{document.FieldPublished, document.FieldUpdated},
		joined: []string{"公開", "掲載", "発行", "发布", "发表"}, joinedWith: []string{"いつ", "日", "何时", "什么时候"}},
	{words: strings.Fields("date datum fecha"), with: strings.Fields("article document page this story report file post text artikel artikels dokument dokuments artículo documento document"),
		fields: []document.FieldName{document.FieldUpdated, document.FieldPublished},
		joined: []string{"日付", "日期"}, joinedWith: []string{"記事", "文書", "文章", "文档"}},
	{words: strings.Fields("reviewed reviewer reviewers reviews checked edited editor geprüft überprüft durchgesehen lektoriert gegengelesen prüfer prüferin revisado revisada revisó revisor revisora relu relue révisé révisée vérifié relecteur relectrice"),
		with:   strings.Fields("who whom name by reviewer editor reviewers wer name prüfer prüferin quién nombre revisor qui nom relecteur"),
		fields: []document.FieldName{document.FieldReviewer},
		joined: []string{"校閲", "査読", "確認", "レビュー", "監修", "审阅", "审核"}, joinedWith: []string{"誰", "だれ", "者", "谁"}},
	{words: strings.Fields("wrote written author authors writer autor autorin verfasser verfasserin verfasst geschrieben schrieb escribió escrito escrita autora auteur autrice écrit écrite rédigé rédigée"),
		with:   strings.Fields("who whom name author authors writer wer autor autorin verfasser verfasserin quién autora qui auteur autrice"),
		fields: []document.FieldName{document.FieldAuthor, document.FieldPublisher, document.FieldReviewer},
		joined: []string{"書いた", "書きました", "執筆", "著者", "筆者", "作者", "写的"}, joinedWith: []string{"誰", "だれ", "者", "谁"}},
	{words: strings.Fields("publisher published publishes publish released herausgeber herausgegeben verlag editorial publica éditeur publie"),
		with:   strings.Fields("who publisher which whom by wer herausgeber welcher verlag quién editorial qui éditeur quel"),
		fields: []document.FieldName{document.FieldPublisher, document.FieldAuthor},
		joined: []string{"発行元", "出版社"}, joinedWith: []string{"誰", "どこ", "元", "社", "谁"}},
	{words: strings.Fields("read reading lesen lesezeit lesedauer leer lectura lire lecture"),
		with:   strings.Fields("long time minutes duration min lange lesezeit lesedauer dauert zeit cuánto tiempo minutos tarda combien temps minutes"),
		fields: []document.FieldName{document.FieldReadingTime},
		joined: []string{"読む", "読了", "読み", "阅读"}, joinedWith: []string{"時間", "分", "どのくらい", "どれくらい", "多久", "多长"}},
	{words: strings.Fields("long lang longitud largo long longue"), with: strings.Fields("it this article document page text artikel text dokument er es artículo texto documento il elle texte"),
		fields: []document.FieldName{document.FieldReadingTime}, alone: true,
		joined: []string{"長さ"}, joinedWith: []string{"記事", "文書"}},
	{words: strings.Fields("title headline titel überschrift título titular titre"), with: strings.Fields("what article document the story page wie was welchen artikel cuál artículo el quel article le"),
		fields: []document.FieldName{document.FieldTitle},
		joined: []string{"題名", "タイトル", "标题"}, joinedWith: []string{"記事", "文書", "何", "文章", "什么"}},
}

// documentNouns call a document by what it is.
var documentNouns = strings.Fields("article document page text artikel dokument artículo texto documento texte")

// aboutDocuments are words that mean the document and not its matter.
var aboutDocuments = analysis.WordSet("article document page story text post report file piece note news about it this that here documents articles team website site outlet company newspaper magazine " +
	"when who whom what which date time day last latest recently name by long take takes does do minutes min duration often " +
	"was were is be been has have had did the a an of for from to in on at how much many you me tell please and or its there current " +
	"wann wer wem was wie welcher welche welches wurde wurden war ist hat haben der die das den dem des ein eine einen artikel artikels dokument dokuments seite beitrag beitrags bericht berichts datei " +
	"dieser diese dieses diesen diesem zuletzt letzte letzten letztes mal lange dauert dauer zeit es er sie zu von vom für man bitte datum name minuten braucht um im in und " +
	"cuándo quién quiénes cuál cuánto qué fue ha sido se el la los las lo un una este esta esto artículo documento página texto informe fecha última último vez tiempo minutos tarda en por de del es cómo nombre su " +
	"quand qui quel quelle combien été a est le la les l un une ce cet cette article document page texte rapport date dernière fois temps minutes faut il elle pour par de du d en jour à au y t nom son sa " +
	"l'article l'a d'article")

// joinedAbout are the same in scripts without spaces, the longest first.
var joinedAbout = []string{"いつですか", "誰ですか", "ですか", "この", "その", "記事", "文書", "文章", "文档", "資料", "ページ", "最後", "最新", "最終", "什么时候", "时候", "何时", "いつ", "誰", "だれ", "谁", "何分", "時間", "何", "分", "日", "者", "人", "的", "是", "了", "这", "篇", "份", "由"}

// metadataAsked returns the fields a question asks for, and the words that say of which document. followUp is set where another
// question came before it.
func metadataAsked(text string, followUp bool) (fields []document.FieldName, which string) {
	words := map[string]bool{}
	for _, w := range analysis.FoldedWords(text) {
		words[strings.TrimSuffix(w.Text, "'s")] = true
	}
	for _, fq := range fieldQuestions {
		if fq.alone && followUp {
			continue
		}
		any := func(list []string) bool { return slices.ContainsFunc(list, func(w string) bool { return words[w] }) }
		if len(words) > 1 && any(fq.words) && any(fq.with) { // a word alone is looked for in the text
			which := whichDocument(text, slices.Concat(fq.words, fq.with))
			if fq.alone && which != "" && !any(documentNouns) { // "how long is this bridge"
				continue
			}
			return fq.fields, which
		}
		in := func(list []string) bool {
			return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(text, w) })
		}
		if in(fq.joined) && in(fq.joinedWith) {
			return fq.fields, whichJoined(text, slices.Concat(fq.joined, fq.joinedWith))
		}
	}
	return nil, ""
}

// whichDocument is what remains of a question without the words that ask for the field.
func whichDocument(text string, used []string) string {
	var rest []string
	for _, w := range analysis.FoldedWords(text) {
		word := strings.TrimSuffix(w.Text, "'s")
		if !aboutDocuments[word] && !slices.Contains(used, word) {
			rest = append(rest, text[w.Start:w.End])
		}
	}
	return strings.Join(rest, " ")
}

// whichJoined is the same in a script without spaces: no endings and particles either.
func whichJoined(text string, used []string) string {
	for _, w := range slices.Concat(used, joinedAbout) {
		text = strings.ReplaceAll(text, w, " ")
	}
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Hiragana, r) || !analysis.IsWordRune(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
