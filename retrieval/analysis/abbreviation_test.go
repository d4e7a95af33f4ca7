package analysis

import (
	"strings"
	"testing"
)

func TestExplainedAbbreviations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"the Asia-Pacific Economic Cooperation (APEC) met":                              "APEC=Asia-Pacific Economic Cooperation",
		"a union called United Nations Children's Fund (UNICEF, founded in 1946)":       "UNICEF=United Nations Children's Fund",
		"the World Trade Organization (WTO), and the IMF (International Monetary Fund)": "WTO=World Trade Organization IMF=International Monetary Fund",
		"we met (NATO was there)":                                         "",
		"heat shock transcription factor (HSF) binds":                     "HSF=heat shock transcription factor",
		"by the Organization of the Petroleum Exporting Countries (OPEC)": "OPEC=Organization of the Petroleum Exporting Countries",
		"the bank “Goldman Sachs (GS) lends":                              "GS=Goldman Sachs",
		"die Europäische Zentralbank (EZB) erhöht":                        "EZB=Europäische Zentralbank",
		"（世界保健機関 WHO）":                                                    "",
		"unclosed (APEC":                                                  "",
		"(A) and (ab) and ()":                                             "",
		"the price (EUR 40) rose":                                         "",
	} {
		var got []string
		for _, a := range explained(text) {
			got = append(got, a.Short+"="+a.Long)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestAbbreviationsGo: what a document explained is forgotten with it.
func TestAbbreviationsGo(t *testing.T) {
	t.Parallel()
	table := NewAbbreviationTable()
	list := []Abbreviation{{"APEC", "Asia-Pacific Economic Cooperation"}}
	table.Count(list, 1)
	table.Count(list, 1)
	table.Count(list, -1)
	if len(table.Find("Who hosted APEC?")) != 1 {
		t.Error("one document still explains it")
	}
	table.Count(list, -1)
	if len(table.long) != 0 || len(table.short) != 0 {
		t.Errorf("left over: %v, %v", table.long, table.short)
	}
}

func FuzzExplained(f *testing.F) {
	f.Add("the Asia-Pacific Economic Cooperation (APEC) met")
	f.Add("（ＡＢ）")
	f.Add("İİ (İİ)")
	f.Add("AB ()")
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range explained(text) {
			if !isShort(a.Short) || len(strings.Fields(a.Long)) < 2 {
				t.Errorf("%q: %+v", text, a)
			}
		}
	})
}
