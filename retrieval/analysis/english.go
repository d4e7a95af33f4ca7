package analysis

import (
	"strings"
)

// irregular maps forms of English words that no suffix rule reaches to the form that it does. Forms that are also words
// of their own with another meaning ("saw", "left", "found", "felt", "lay", "wound", "bore", "rose") are left as they are.
var irregular = irregularForms(`
	be: been; become: became; begin: began begun; bend: bent; bite: bitten; bleed: bled; blow: blew blown; break: broke broken;
	bring: brought; build: built; burn: burnt; buy: bought; catch: caught; choose: chose chosen; come: came; deal: dealt;
	dig: dug; draw: drew drawn; drink: drank drunk; drive: drove driven; eat: ate eaten; fall: fell fallen; feed: fed;
	fight: fought; flee: fled; fly: flew flown; forbid: forbade forbidden; forget: forgot forgotten; forgive: forgave forgiven;
	freeze: froze frozen; get: got gotten; give: gave given; go: went gone; grow: grew grown; hang: hung; hear: heard; hide: hid hidden;
	hold: held; keep: kept; know: knew known; lead: led; learn: learnt; lend: lent; light: lit; lose: lost; make: made; mean: meant;
	meet: met; pay: paid; ride: rode ridden; ring: rang rung; run: ran; say: said; see: seen; seek: sought; sell: sold; send: sent;
	shake: shook shaken; shine: shone; shoot: shot; show: shown; sing: sang sung; sink: sank sunk; sit: sat; sleep: slept;
	slide: slid; speak: spoke spoken; spend: spent; spin: spun; stand: stood; steal: stole stolen; stick: stuck; strike: struck stricken;
	swear: swore sworn; sweep: swept; swim: swam swum; swing: swung; take: took taken; teach: taught; tear: tore torn; tell: told;
	think: thought; throw: threw thrown; understand: understood; wake: woke woken; wear: wore worn; win: won; withdraw: withdrew withdrawn;
	write: wrote written;
	child: children; foot: feet; goose: geese; man: men; mouse: mice; person: people; tooth: teeth; woman: women;
	analysis: analyses; basis: bases; crisis: crises; criterion: criteria; phenomenon: phenomena; life: lives; wife: wives; half: halves;
	knife: knives; wolf: wolves; leaf: leaves; thief: thieves
` + britishSpellings + peoples)

// britishSpellings are words that differ by more than their endings. (What differs by a common ending is seen to by
// normalEnglish.)
const britishSpellings = `;
	defense: defence; offense: offence; license: licence; practice: practise practised practising; center: centre centred; theater: theatre;
	meter: metre; kilometer: kilometre; centimeter: centimetre; millimeter: millimetre; liter: litre; fiber: fibre; caliber: calibre;
	program: programme; catalog: catalogue; dialog: dialogue; gray: grey; tire: tyre; plow: plough; cozy: cosy; aging: ageing;
	aluminum: aluminium; check: cheque; curb: kerb; jewelry: jewellery; mustache: moustache; pajamas: pyjamas; skeptic: sceptic; story: storey;
	travel: travelled travelling; cancel: cancelled cancelling; label: labelled labelling; model: modelled modelling; signal: signalled signalling`

// peoples are adjectives of countries and their people: "the Korean president" is the president of Korea. Those that are also
// common words ("polish", "turkey") are left out.
const peoples = `;
	afghanistan: afghan; albania: albanian; algeria: algerian; america: american; argentina: argentine argentinian; armenia: armenian;
	australia: australian; austria: austrian; belgium: belgian; bolivia: bolivian; brazil: brazilian; britain: british; bulgaria: bulgarian;
	cambodia: cambodian; canada: canadian; chile: chilean; china: chinese; colombia: colombian; croatia: croatian; cuba: cuban; czechia: czech;
	denmark: danish; egypt: egyptian; estonia: estonian; ethiopia: ethiopian; europe: european; finland: finnish; france: french;
	georgia: georgian; germany: german; ghana: ghanaian; greece: greek; hungary: hungarian; iceland: icelandic; india: indian;
	indonesia: indonesian; iran: iranian; iraq: iraqi; ireland: irish; israel: israeli; italy: italian; jamaica: jamaican; japan: japanese;
	jordan: jordanian; kenya: kenyan; korea: korean; kuwait: kuwaiti; latvia: latvian; lebanon: lebanese; libya: libyan; lithuania: lithuanian;
	malaysia: malaysian; mexico: mexican; mongolia: mongolian; morocco: moroccan; nepal: nepalese; nigeria: nigerian; norway: norwegian;
	pakistan: pakistani; peru: peruvian; philippines: philippine filipino; portugal: portuguese; romania: romanian; russia: russian;
	scotland: scottish; serbia: serbian; singapore: singaporean; slovakia: slovak; slovenia: slovenian; somalia: somali; spain: spanish;
	sudan: sudanese; sweden: swedish; switzerland: swiss; syria: syrian; taiwan: taiwanese; thailand: thai; tunisia: tunisian;
	ukraine: ukrainian; vietnam: vietnamese; wales: welsh; yemen: yemeni; africa: african; asia: asian`

// normalEnglish brings a word's spelling and form to the one that the stemmer can bring to a stem. Both sides of a look-up pass
// through it, so that a spelling which is no word ("rize") does no harm.
func normalEnglish(word string) string {
	if base, ok := irregular[word]; ok {
		return base
	}
	if base, ok := irregular[strings.TrimSuffix(word, "s")]; ok && len(word) > 4 {
		return base
	}
	if len(word) >= 6 {
		for _, e := range [...][2]string{{"isation", "ization"}, {"isations", "izations"}, {"ising", "izing"}, {"ised", "ized"}, {"ises", "izes"}, {"ise", "ize"},
			{"yse", "yze"}, {"ysed", "yzed"}, {"ysing", "yzing"}, {"our", "or"}, {"ours", "ors"}, {"oured", "ored"}, {"ouring", "oring"}} {
			if stem, ok := strings.CutSuffix(word, e[0]); ok {
				return stem + e[1]
			}
		}
	}
	return word
}

func irregularForms(table string) map[string]string {
	out := map[string]string{}
	for entry := range strings.SplitSeq(table, ";") {
		base, forms, _ := strings.Cut(strings.TrimSpace(entry), ":")
		for _, f := range strings.Fields(forms) {
			out[f] = base
		}
	}
	return out
}
