package retrieval

import (
	"strings"
	"testing"
)

// TestAnswersInManyLanguages asks documents of different languages in one folder, most of them without spaces, with endings or
// with compounds, and holds the first passage's sentence to what it must say. An empty want means silence.
func TestAnswersInManyLanguages(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"ja.md": "# 港の工事\n\n市議会は三月に新しい港の工事を承認した。費用は四億円と見積もられている。工事は山田建設が担当する。\n\n漁業組合は騒音について懸念を示した。組合長の佐藤花子は説明会を求めている。\n\n図書館は月曜日に休館する。\n",
		"ko.md": "# 항구 공사\n\n시의회는 삼월에 새 항구 공사를 승인했습니다. 비용은 사십억 원으로 예상됩니다. 공사는 한빛건설이 맡습니다.\n\n어민 조합은 소음을 걱정하고 있습니다. 조합장 김하늘은 설명회를 요구했습니다.\n\n도서관은 월요일에 문을 닫습니다.\n",
		"de.md": "# Hafenbau\n\nDer Stadtrat hat im März den Ausbau des Fischereihafens genehmigt. Die Baukosten werden auf vier Millionen Euro geschätzt.\n\nDie Fischer sorgen sich um den Baulärm.\n",
		"el.md": "# Το λιμάνι\n\nΤο δημοτικό συμβούλιο ενέκρινε τον Μάρτιο την επέκταση του λιμανιού. Το κόστος των έργων υπολογίζεται σε τέσσερα εκατομμύρια ευρώ.\n\nΗ βιβλιοθήκη κλείνει κάθε Δευτέρα.\n",
		"th.md": "# ท่าเรือ\n\nสภาเมืองอนุมัติการก่อสร้างท่าเรือใหม่ในเดือนมีนาคม ค่าใช้จ่ายประมาณสี่ล้านบาท\n\nห้องสมุดปิดทุกวันจันทร์\n",
		"en.md": "# The market\n\nThe market hall was sold to a bakery in June. The price was not made public.\n\nThe library is closed on Mondays.\n",
	})
	l := open(t, docs)
	for _, tc := range []struct{ question, want string }{
		{"費用はいくらですか？", "四億円"},
		{"工事を担当するのは誰ですか？", "山田建設"},
		{"図書館はいつ休館しますか？", "月曜日"},
		{"大統領の名前は何ですか？", ""},
		{"항구 공사 비용은 얼마입니까?", "사십억"},
		{"누가 설명회를 요구했습니까?", "김하늘"},
		{"도서관은 언제 문을 닫습니까?", "월요일"},
		{"대통령의 이름은 무엇입니까?", ""},
		{"Wie hoch sind die Baukosten?", "Millionen Euro"},
		{"Wann hat der Stadtrat den Ausbau genehmigt?", "März"},
		{"Wie heißt der Bundespräsident?", ""},
		{"Πόσο είναι το κόστος του έργου;", "τέσσερα"},
		{"Πότε κλείνουν οι βιβλιοθήκες;", "Δευτέρα"},
		{"ห้องสมุดปิดวันไหน", "วันจันทร์"},
		{"Who was the market hall sold to?", "bakery"},
	} {
		a, err := l.Answer(t.Context(), Question{Text: tc.question, Why: true})
		if err != nil {
			t.Fatalf("%q: %v", tc.question, err)
		}
		switch {
		case a.Found != (tc.want != ""):
			t.Errorf("%q: found %v (confidence %.2f)\n%s", tc.question, a.Found, a.Confidence, describe(a))
		case a.Found && !strings.Contains(a.Snippets[0].Text[a.Snippets[0].Sentence[0]:a.Snippets[0].Sentence[1]], tc.want):
			t.Errorf("%q: not %s\n%s", tc.question, tc.want, describe(a))
		}
	}
}
