package charset

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// samples are a few sentences of each language, enough for a charset to be told.
var samples = map[string]string{
	"en": "The café on the corner was naïve about its résumé.\nIt cost £5 – “a bargain”, they said.\n",
	"de": "Die Größe der Straße überrascht die Gäste häufig. Für Bücher müssen wir natürlich längere Regale wählen.\n",
	"fr": "L'élève a été très étonné par la leçon. Où êtes-vous allés cet été ? Nous avons goûté le pâté à la crème brûlée.\n",
	"es": "El niño pequeño comió piñas mañana por la mañana. ¿Cuántos años tenía la señora? Más de ochenta, según él.\n",
	"pl": "Zażółć gęślą jaźń. Wszyscy mieszkańcy miasta są zaproszeni na święto, które odbędzie się w przyszłą niedzielę na łące za rzeką.\n",
	"ru": "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. Всё смешалось в доме Облонских.\n",
	"el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση.\n",
	"ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.\n",
	"he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחוה.\n",
	"zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。人人有资格享有本宣言所载的一切权利和自由。\n",
	"tw": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。人人有資格享有本宣言所載的一切權利和自由。\n",
	"ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。\n",
	"ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.\n",
}

func encode(t testing.TB, charset, text string) []byte {
	t.Helper()
	e, err := htmlindex.Get(charset)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", charset, err)
	}
	return raw
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := []struct{ charset, language string }{
		{"utf-8", "en"}, {"utf-8", "ja"}, {"utf-16le", "en"}, {"utf-16be", "en"}, {"utf-16le", "ru"}, {"utf-16be", "ar"},
		{"utf-16le", "zh"}, {"utf-16be", "ja"}, {"utf-16le", "ko"},
		{"windows-1252", "en"}, {"windows-1252", "de"}, {"windows-1252", "fr"}, {"windows-1252", "es"},
		{"gbk", "zh"}, {"big5", "tw"}, {"shift_jis", "ja"}, {"euc-jp", "ja"}, {"iso-2022-jp", "ja"}, {"euc-kr", "ko"},
		{"koi8-r", "ru"}, {"windows-1251", "ru"}, {"iso-8859-7", "el"}, {"iso-8859-2", "pl"}, {"windows-1256", "ar"},
		{"iso-8859-8", "he"},
	}
	for _, tt := range tests {
		want := samples[tt.language]
		got, err := Decode(encode(t, tt.charset, want))
		if err != nil {
			t.Errorf("%s %s: %v", tt.charset, tt.language, err)
			continue
		}
		if got.Text != want {
			t.Errorf("%s %s: read as %s: %q", tt.charset, tt.language, got.Encoding, got.Text)
		}
		if got.BOM {
			t.Errorf("%s %s: found a byte order mark", tt.charset, tt.language)
		}
	}
}

func TestDecodeNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, raw string
		want      Decoded
	}{
		{"empty", "", Decoded{Encoding: "utf-8"}},
		{"ascii", "hello\n", Decoded{Text: "hello\n", Encoding: "utf-8"}},
		{"utf-8 mark", "\xef\xbb\xbfhé", Decoded{Text: "hé", Encoding: "utf-8", BOM: true}},
		{"utf-8 mark, stray byte", "\xef\xbb\xbfh\xe9", Decoded{Text: "hé", Encoding: "utf-8+windows-1252", BOM: true}},
		{"utf-16le mark", "\xff\xfeh\x00\xe9\x00", Decoded{Text: "hé", Encoding: "utf-16le", BOM: true}},
		{"utf-16be mark", "\xfe\xff\x00h\x00\xe9", Decoded{Text: "hé", Encoding: "utf-16be", BOM: true}},
		{"utf-16le mark, half a character", "\xff\xfeh\x00\xe9", Decoded{Text: "h\uFFFD", Encoding: "utf-16le", BOM: true}},
		{"utf-16le mark, half a pair", "\xff\xfeh\x00\x00\xd8", Decoded{Text: "h\uFFFD", Encoding: "utf-16le", BOM: true}},
		{"utf-32le mark", "\xff\xfe\x00\x00h\x00\x00\x00", Decoded{Text: "h", Encoding: "utf-32le", BOM: true}},
		{"utf-32be mark", "\x00\x00\xfe\xff\x00\x00\x00h", Decoded{Text: "h", Encoding: "utf-32be", BOM: true}},
		{"utf-16le", "h\x00i\x00\n\x00", Decoded{Text: "hi\n", Encoding: "utf-16le"}},
		{"latin-1, one letter", "caf\xe9 bar", Decoded{Text: "café bar", Encoding: "windows-1252"}},
		{"stray byte", "größer, schöner, länger, höher \xe9", Decoded{Text: "größer, schöner, länger, höher é", Encoding: "utf-8+windows-1252"}},
		{"coloured log", "\x1b[31mred\x1b[0m\n", Decoded{Text: "\x1b[31mred\x1b[0m\n", Encoding: "utf-8"}},
		{"one control", "bell\x07 rings\n", Decoded{Text: "bell\x07 rings\n", Encoding: "utf-8"}},
	}
	for _, tt := range tests {
		got, err := Decode([]byte(tt.raw))
		if err != nil || got != tt.want {
			t.Errorf("%s: got %+v, %v, want %+v", tt.name, got, err, tt.want)
		}
	}
}

func TestDecodeBinary(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, raw string
		want      BinaryError
	}{
		{"pdf", "%PDF-1.7\nhello", BinaryError{SignFormat, "PDF"}},
		{"zip", "PK\x03\x04hello", BinaryError{SignFormat, "ZIP (DOCX, ODT, EPUB)"}},
		{"elf", "\x7fELF\x02\x01\x01", BinaryError{SignFormat, "ELF"}},
		{"png", "\x89PNG\r\n\x1a\n", BinaryError{SignFormat, "PNG"}},
		{"webp", "RIFF\x01\x02\x03\x04WEBPVP8 ", BinaryError{SignFormat, "RIFF (WAV, AVI, WebP)"}},
		{"nul", "some text\x00 more text", BinaryError{SignNUL, "9"}},
		{"numbers", "\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00", BinaryError{SignNUL, "1"}},
		{"controls", strings.Repeat("\x01\x02\x03ab", 20), BinaryError{SignControls, "60/100"}},
		{"marked", "\xff\xfe" + strings.Repeat("\x00\x00", 20), BinaryError{SignNUL, "0"}},
	}
	for _, tt := range tests {
		_, err := Decode([]byte(tt.raw))
		if binary := (*BinaryError)(nil); !errors.As(err, &binary) || *binary != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, err, &tt.want)
		}
	}
}

func TestDecodeTooLarge(t *testing.T) {
	t.Parallel()
	_, err := Decode(make([]byte, MaxBytes+1))
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "10485761 bytes, the limit is 10485760") {
		t.Errorf("got %v", err)
	}
}

func TestDecodeIsRepeatable(t *testing.T) {
	t.Parallel()
	raw := []byte("\xc4\xe3\xba\xc3 \xa4\xa4\xa4\xe5 \xb0\xa1\xb0\xa2")
	first, err := Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if again, _ := Decode(raw); again != first {
			t.Fatalf("got %+v, then %+v", first, again)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "hello", "\xff\xfe", "\xff\xfeh\x00", "\xef\xbb\xbf\xff", "\x1b$B\x30", "caf\xe9", "\x00\xd8\x00\xd8"} {
		f.Add([]byte(s))
	}
	for _, charset := range []string{"gbk", "utf-16be"} {
		f.Add(encode(f, charset, samples["zh"]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Decode(raw)
		if err != nil {
			if !errors.As(err, new(*BinaryError)) && !errors.Is(err, ErrTooLarge) {
				t.Fatalf("unexpected error %v", err)
			}
			return
		}
		if !utf8.ValidString(d.Text) {
			t.Fatalf("%s: text is not UTF-8: %q", d.Encoding, d.Text)
		}
		if d.Encoding == "" {
			t.Fatal("no encoding named")
		}
		if again, _ := Decode(raw); again != d {
			t.Fatalf("decoded twice: %+v, %+v", d, again)
		}
	})
}
