/**
 * The words in which panels refuse, by language: subjects, and what can be said about them. Which subject with which
 * words has which meaning is in `meaning.ts`; whole phrases are in `phrases.ts`.
 *
 * To add a wording, find the table of its subject and that of what is said about it: the Polish "nieprawidłowa ilość"
 * is `ilosc` in `QUANTITY` and `nieprawid` in `WRONG`, each at `pl`. Add a language that a table lacks in the order of
 * `Language`; a word that several languages share is there once, at the most common of them. The row of the subject in
 * `meaning.ts` says which tables count for it: `BLOCKED` does for an account, but not for a service.
 *
 * - Text is folded before it is searched: lower case without diacritics, so `й` is `и` and `ł` is `l`, and so are the
 *   words here.
 * - Each word is part of a regular expression and is found anywhere in a sentence: a stem finds all its endings, but
 *   also any longer word around it. `\\b` knows only Latin letters; elsewhere a word ends at `(?!\\p{L})`.
 * - The first row of `meaning.ts` that matches wins, and narrower subjects come first there, so a new word may win over
 *   a row below. The tests of `test/panel/words.json` show that.
 */

/** ISO 639-1 codes, in the order that all tables keep: English, then by code. */
// prettier-ignore
type Language =
	| 'en' | 'ar' | 'az' | 'bg' | 'bn' | 'cs' | 'da' | 'de' | 'el' | 'es' | 'fa' | 'fi' | 'fr' | 'he'
	| 'hi' | 'hr' | 'hu' | 'id' | 'it' | 'ja' | 'kk' | 'ko' | 'ms' | 'nb' | 'nl' | 'pl' | 'pt' | 'ro'
	| 'ru' | 'sk' | 'sl' | 'sr' | 'sv' | 'th' | 'tl' | 'tr' | 'uk' | 'ur' | 'uz' | 'vi' | 'zh';

/** The alternatives of all languages as one, the source of a regular expression. */
export const oneOf = (words: { [language in Language]?: string | readonly string[] }): string =>
	Object.values(words).flat().join('|');

// Subjects.

export const ORDER = oneOf({
	en: '\\borders?\\b|\\borderid\\b',
	ar: '(?<!كثرة ال)طلب(?!ات كثير)',
	bg: 'поръчк',
	cs: 'objednav',
	de: 'bestell(?:ung|nummer)',
	el: 'παραγγελ',
	es: 'pedido|\\borden\\b',
	fa: 'سفارش',
	fr: 'commande',
	hi: 'ऑर्डर',
	id: 'pesanan',
	it: '\\bordine',
	ja: '注文',
	ko: '주문',
	nl: 'bestelling',
	pl: 'zamowieni',
	ro: '\\bcomand',
	ru: 'заказ',
	th: 'คำสั่งซื้อ',
	tr: 'siparis',
	uk: 'замовлен',
	uz: 'buyurtma',
	vi: 'don hang|ma don|\\bdon\\b',
	zh: '订单',
});

export const ACCOUNT = oneOf({
	en: 'account|\\buser\\b|\\bclient\\b|\\bcustomer\\b|\\breseller\\b',
	ar: 'حساب',
	cs: '\\bucet',
	da: '\\bkontoen\\b',
	de: '\\bkonto\\b|benutzer',
	el: 'λογαριασμ',
	es: '\\bcuenta|\\busuario',
	fr: '\\bcompte|utilisateur',
	he: 'חשבון',
	hi: 'खाता|खाते|अकाउंट',
	hu: '\\bfiok',
	id: '\\bakun|pengguna',
	ja: 'アカウント',
	ko: '계정',
	pt: '\\bconta\\b',
	ro: '\\bcont(ul)?\\b',
	ru: 'аккаунт|учетн|пользовател',
	sv: '\\bkontot\\b',
	th: 'บัญชี',
	tr: '\\bhesa[bp]|kullanici',
	uk: 'обліков|акаунт',
	uz: '\\bhisob(i|ing)|foydalanuvchi',
	vi: 'tai khoan|nguoi dung',
	zh: '账户|帐户|用户|账号|帐号|帳[戶号號]',
});

/** Money that an order needs. */
export const FUNDS = oneOf({
	en: 'ball?ance|\\bfunds?\\b|\\bfounds\\b|money|credits?\\b|wallet',
	ar: 'رصيد',
	az: '\\bbalans|v[eə]sait',
	bg: 'наличност',
	bn: 'ব্যালেন্স',
	cs: 'prostredk|zustat|penez\\b',
	da: '\\bpenge',
	de: 'guthaben|\\bgeld\\b|kontostand|\\bkredit\\b',
	el: 'υπολοιπο',
	es: 'credito|\\bsaldo|fondos|dinero',
	fa: 'موجودی|اعتبار',
	fr: 'solde|fonds',
	he: 'יתרה|כסף',
	hi: 'राशि|बैलेंस',
	hr: 'sredstav',
	hu: 'egyenleg|\\bpenz',
	id: '\\bdana\\b',
	it: '\\bfondi\\b',
	ja: '残高|資金|ポイント',
	kk: 'қаражат',
	ko: '잔액|잔고',
	ms: '\\bbaki\\b',
	nb: 'balanse',
	nl: 'tegoed',
	pl: 'srodk',
	pt: 'fundos|dinheiro',
	ro: '\\bfonduri|\\bsold(ul)? (este )?insuf',
	ru: 'кредит|баланс|средств|денег|деньги|счет',
	sk: 'prostriedk',
	sl: 'sredstev',
	sr: 'средстав',
	sv: '\\bmedel\\b|pengar',
	th: 'เงิน|เครดิต',
	tr: 'bakiye|kredi(niz)?\\b|\\bparaniz|yeterli para',
	uk: 'кошт',
	ur: 'بیلنس',
	uz: 'mablag|\\bpul\\b',
	vi: '\\btien\\b|so du',
	zh: '余额|资金|餘額',
});

export const SERVICE = oneOf({
	en: 'services?\\b|provider',
	ar: 'خدمة',
	az: 'xidm[eə]t',
	cs: 'sluzb',
	da: 'tjeneste',
	de: 'dienst|leistung',
	el: 'υπηρεσι',
	es: 'servicio',
	fa: 'سرویس',
	fr: 'prestation',
	he: 'שירות',
	hi: 'सेवा',
	hu: 'szolgaltatas',
	id: 'layanan',
	it: 'servizio',
	ja: 'サービス',
	kk: 'қызмет',
	ko: '서비스',
	pl: 'uslug',
	pt: 'servico',
	ro: 'serviciu',
	ru: 'услуг|сервис',
	sv: 'tjanst',
	th: 'บริการ',
	tr: 'servis|hizmet',
	uk: 'послуг',
	uz: 'xizmat',
	vi: 'dich vu',
	zh: '服务(?!器)|服務(?!器)',
});

export const LINK = oneOf({
	en: '\\blinks?\\b|\\burls?\\b|\\bposts?\\b|profile|\\bpage\\b|\\bgroup',
	ar: 'رابط',
	cs: 'odkaz',
	el: 'συνδεσμ',
	es: 'enlace|\\bperfil\\b',
	fa: 'لینک',
	fr: '\\blien\\b',
	he: 'קישור',
	hi: 'लिंक',
	id: 'tautan',
	ja: 'リンク',
	kk: 'сілтеме',
	ko: '링크',
	ru: 'ссылк|профил|групп|страниц',
	sv: '\\blank\\b',
	th: 'ลิงก์',
	tr: '\\blink(i|inizi?|e|te)\\b|baglanti|\\bprofil(iniz)?\\b|\\bgonderi\\b',
	uk: 'посиланн',
	uz: 'havola',
	vi: 'duong dan|lien ket|bai viet',
	zh: '链接',
});

/** Networks, and what is on them besides posts. */
export const NETWORK = oneOf({
	en: 'instagram|tiktok|youtube|twitter|facebook|telegram|spotify|target|channel',
	ru: 'канал',
});

export const QUANTITY = oneOf({
	en: 'quantit|\\bamount|\\bcount\\b|\\bqty\\b',
	ar: 'الكمية',
	cs: 'mnozstvi',
	de: '\\bmenge\\b|anzahl',
	el: 'ποσοτητα',
	es: 'cantidad',
	fa: 'تعداد',
	he: 'כמות',
	hi: 'मात्रा',
	hu: 'mennyiseg',
	id: 'jumlah',
	ko: '수량',
	pl: '\\bilosc',
	pt: 'quantidad',
	ru: 'количеств',
	sv: 'kvantitet',
	th: 'จำนวน',
	tr: 'miktar|\\bade[dt](i|in)?\\b',
	uk: 'кількіст',
	uz: 'miqdor',
	vi: 'so luong',
	zh: '数量',
});

/** The limits of a quantity, enough without a word about them. */
export const LEAST_OR_MOST = oneOf({
	en: [
		'minimum|maximum|minimal|maximal|\\bmin\\b|\\bmax\\b',
		'\\border (at (least|most)|(no )?more than|less than) \\d',
	],
	ar: 'الحد (الأدنى|الأقصى)',
	de: 'mindestmenge|hochstmenge',
	es: 'minimo|maximo|al menos \\d',
	fa: 'حداقل|حداکثر',
	hi: 'न्यूनतम|अधिकतम',
	id: 'maksimum|maksimal',
	ko: '최소|최대',
	ru: 'миним(ум|альн)|максим(ум|альн)',
	uk: 'мініма|максима',
	vi: 'toi thieu|toi da',
	zh: '最小|最大|最低|最高|至少|最多',
});

/** Fields of an order other than service, link and quantity. */
export const FIELD = oneOf({
	en: [
		'drip[- ]?feed|comment|subscription|username|hashtag|\\bruns\\b|interval|schedule|answer',
		'key ?words?|country|\\bmedia\\b|\\bfields?\\b|parameter|\\bparams?\\b|expiry|delay',
	],
	es: 'comentario|palabras? |\\bcampos?\\b',
	id: 'komentar',
	pt: 'palavras?\\b',
	ru: 'коммент|ответ|ключев',
	tr: 'yorum|kullanici adi|\\balan(lar)?i?\\b',
	vi: 'binh luan',
});

/** The API key; a "key word" is a field. */
export const KEY = oneOf({
	en: '(?<!\\p{L})(api ?)?key\\b(?! ?words?)|\\btoken\\b|credential',
	ar: 'مفتاح',
	az: '\\bacar',
	bn: 'api কী',
	cs: '\\bklic\\b',
	da: 'nøgle',
	de: 'schlussel',
	el: 'κλειδι',
	es: '(?<!palabras? )\\bclave|\\bllave\\b',
	fa: 'کلید',
	fi: '\\bavain',
	fr: 'cle api|\\bcle d.api',
	he: 'מפתח',
	hi: 'कुंजी',
	hr: '\\bkljuc',
	hu: '\\bkulcs',
	id: 'kunci api',
	it: '\\bchiave',
	ja: 'api ?キー',
	kk: 'кілт',
	ko: 'api ?키',
	nb: 'nøkkel',
	nl: 'sleutel',
	pl: '\\bklucz',
	pt: '(?<!palavras?[ -])\\bchave',
	ro: '\\bcheie',
	ru: '(?<!\\p{L})ключ(а|у|ом|е|и)?(?!\\p{L})|(?<!\\p{L})токен',
	sv: 'nyckel',
	th: 'คีย์',
	tr: 'anahtar',
	uz: '\\bkalit',
	vi: 'ma api|khoa api',
	zh: '密钥|金鑰',
});

export const REFILL = oneOf({
	en: 'refill',
	ar: 'تعويض',
	es: 'recarga|reposic',
	ru: 'рефилл',
	tr: 'telafi|garanti',
	vi: 'bao hanh',
});

/** A cancellation or a refill. */
export const CHANGE = oneOf({
	en: 'refill(?! (your )?balance)',
	es: 'reposic|repost[oa]',
	id: 'batal',
	ru: 'отмен|рефил',
	tr: 'telafi',
	vi: 'bao hanh|\\bhuy\\b',
});

/** Further words for a cancellation or a refill, as the subject of a refusal. */
export const CHANGE_REFUSED = oneOf({
	en: '\\bcancel|warranty|guarantee|\\bdropp?(ed)?\\b',
	ar: 'تعويض|إلغاء',
	de: 'storn',
	es: 'garantia',
	fa: 'لغو',
	fr: 'annul',
	id: 'garansi',
	it: 'annull',
	ja: 'キャンセル',
	ko: '취소|리필',
	pl: 'anulow',
	ru: 'гаранти',
	tr: 'iptal|garanti',
	uk: 'скасу',
	vi: 'huy don',
	zh: '补单|取消',
});

/** Further words for a cancellation or a refill, in texts that may also be about a new order. */
export const CHANGE_NAMED = oneOf({ en: 'cancel', es: 'recarga', tr: '\\biptal' });

export const PANEL = oneOf({
	en: '\\bpanel\\b|\\bsite\\b|web ?site|\\bshop\\b|\\bstore\\b|platform|\\bsystem\\b',
	ru: 'панель|саит',
	tr: '\\bsistem',
	vi: 'he thong',
});

/** The provider behind the panel. */
export const PROVIDER = oneOf({
	en: [
		'\\bproviders?\\b|\\bsuppliers?\\b|\\bvendors?\\b|parent panel|upstream',
		'\\b(?:main|master|remote|source|external|third[ -]party|3rd[ -]party) (?:panel|server|api|service)',
	],
	de: '\\banbieter',
	es: 'proveedor',
	fr: 'fournisseur',
	id: 'penyedia|\\bpusat\\b',
	pt: 'provedor|fornecedor',
	ru: 'проваидер|поставщик',
	tr: 'saglayici',
	vi: 'nha cung cap',
	zh: '供应商',
});

// What can be said about any subject.

export const WRONG = oneOf({
	en: [
		'incorrect|invalid|(?<!(?:went|gone|goes|going) )\\bwrong|\\bbad\\b|malformed|unsupported|unrecogni[sz]ed',
		'(?<!stat(us|e) (is )?)unknown(?! (\\w+ )?(error|issue|problem|reason|exception|response|(order )?stat(us|e)))',
		'not (a )?(valid|correct)',
	],
	ar: 'غير صالح|غير صحيح|خاطئ',
	az: 'yanlisdir',
	bg: 'невалид',
	bn: 'অবৈধ',
	cs: 'neplatn|nespravn',
	da: 'ugyldig|forkert|ikke gyldig',
	de: 'ungultig|falsch',
	el: '(μη|δεν \\p{L}+) εγκυρ|ακυρ[οη](?!\\p{L})',
	es: 'erron|no (es )?valid',
	fa: 'نامعتبر|صحیح نیست|اشتباه',
	he: 'לא (תקי|חוקי|נכו)|שגוי',
	hi: 'अमान्य',
	hr: 'neisprav|nevazec',
	hu: 'ervenytelen|hibas',
	id: 'tidak (valid|sah|sesuai|benar)|\\bsalah\\b',
	it: 'non valid',
	ja: '無効|正しくありません',
	ko: '잘못|유효하지|올바르지',
	nl: 'ongeldig',
	pl: 'nieprawid|\\bbledn',
	pt: 'incorret|errad',
	ro: 'nu este valid',
	ru: [
		'неверн|неправильн|некорректн|недеиствит|недопустим',
		'неизвестн(?!\\p{L}* (\\p{L}+ )?(ошибк|сбо|проблем|причин|ответ|исключен))',
	],
	sv: 'ogiltig|felaktig',
	th: 'ไม่ถูกต้อง',
	tr: '\\b(hatali|gecersiz|yanlis)\\b',
	uk: 'невірн|недіисн|некоректн|неправильн',
	uz: 'noto.g.ri',
	vi: '\\bsai\\b|khong (hop le|dung)',
	zh: '无效|無效|错误|不正确|有误',
});

export const ABSENT = oneOf({
	en: [
		"not? ?(found|exists?\\b)|non-?exist|n't exist|not (your|belong)|no such|removed|deleted",
		'no (order|service|refill|user|account|id)s? (was |were )?found',
		'unable to find|(cannot|can not|can.t|could not) find',
	],
	ar: 'غير موجود',
	az: 'tapilmadi|movcud deyil',
	cs: 'nenalezen|neexistuj',
	da: 'ikke fundet|findes ikke',
	de: 'nicht (gefunden|vorhanden)',
	el: 'δεν (βρεθηκε|υπαρχει)',
	es: 'no (se )?(ha )?(encontr|exist)|inexist|eliminad|removid',
	fa: 'یافت نشد|وجود ندارد',
	fr: 'introuvable|(non|pas) trouve|n.existe (pas|plus)',
	he: 'לא (נמצא|קיים)',
	hi: 'नहीं मिल',
	hr: 'nije pronaden|ne postoji',
	hu: 'nem (talalhato|letezik)',
	id: 'tidak (di ?)?(temukan|ada|terdaftar)|dihapus',
	it: 'non (e stat[oa] )?(trovat|esist)',
	ja: '見つかりません',
	kk: 'табылмады',
	ko: '찾을 수 없|존재하지',
	nb: 'ikke funnet|finnes ikke',
	nl: 'niet gevonden|bestaat niet',
	pl: 'nie (znaleziono|istnieje)',
	pt: 'nao (foi )?(encontr|exist)',
	ro: 'nu (a fost gasit|exista)',
	ru: 'не ?(наиден|существу|обнаруж)|удален|нет(?!\\p{L})',
	sv: 'hittades inte|finns inte',
	th: 'ไม่พบ',
	tr: 'bulunamadi|bulunmuyor|mevcut degil|bulamad|\\byok\\b',
	uk: 'не ?знаиден|не існу',
	uz: 'topilmadi|mavjud emas',
	vi: 'khong (ton tai|tim thay|co)|bi xoa',
	zh: '不存在|找不到|未找到',
});

export const UPKEEP = oneOf({
	en: 'maintenance',
	ar: 'صيانة',
	az: 'texnik\\p{L}* isl',
	bg: 'поддръжк',
	cs: 'udrzb',
	da: 'vedligehold',
	de: 'wartung',
	el: 'συντηρηση',
	es: 'mantenimiento',
	fa: '(در حال|در دست) تعمیر|تعمیر و نگهداری|در حال (به ?روز ?رسانی|بروزرسانی)',
	fi: 'huoltokatko',
	he: 'תחזוק',
	hi: 'रखरखाव|मेंटेनेंस',
	hr: 'odrzavanj',
	hu: 'karbantart',
	id: 'pemeliharaan|perbaikan',
	it: 'manutenzione',
	ja: 'メンテナンス',
	kk: 'техникалық жұмыс',
	ko: '점검 ?(중|시간)',
	nb: 'vedlikehold',
	nl: '\\bin onderhoud|onderhoudswerk',
	pl: 'konserwac|przerwa techniczn',
	ro: 'mentenan',
	sv: 'underhall',
	th: 'ปิดปรับปรุง|ปรับปรุงระบบ|บำรุงรักษา',
	uk: 'технічн\\p{L}* (обслугов|робот)',
	uz: 'texnik\\p{L}* ish',
	vi: 'bao tri',
	zh: '维护|維護',
});

/** Switched off; with `UPKEEP`, which is also a meaning of its own. */
export const OFF = oneOf({
	en: [
		'disabled?\\b|inactiv|deactivat|unavailable|suspend|paused|expired|closed|stopped',
		'turned off|switched off|is off\\b|not support',
		'not (currently |yet )?(available|active|activated|enabled|working|supported)',
		'not (currently |yet )?(allowed|accepted|offered|possible|permitted)',
		UPKEEP,
		'discontinu|out of stock|sold out',
	],
	ar: 'غير متاح|غير متوفر|معطل',
	cs: 'nedostupn|pozastaven|vypnut',
	de: 'deaktiviert|gesperrt',
	es: 'desactiv|deshabilit|indispon|suspens',
	fa: 'غیر ?فعال|در دسترس نیست',
	fr: 'indisponible|non disponible|desactive|inacti(f|ve)\\b',
	hi: 'उपलब्ध नहीं',
	id: 'gangguan|non ?aktif|tidak (tersedia|aktif|mendukung)|ditutup',
	it: 'non disponibil',
	ko: '비활성',
	pl: 'niedostep|wylaczon',
	pt: 'desativ|desabilit|inativ|manuten',
	ru: ['отключ|недоступ|неактив|приостанов|обслуживан|закрыт', 'не (работа|поддержива|активн)'],
	tr: [
		'\\bpasif|aktif degil|kapali|devre disi|kullanim disi|bakim|kullanilam|desteklenm',
		'verilemez|yapilamaz|durdurul',
	],
	uz: 'faol emas|o.chirilgan',
	vi: 'ngung|(tam|da) dung|vo hieu|\\bbi tat|da (bi )?(tat|dong)\\b|bi khoa',
	zh: '停用|不可用|禁用',
});

export const MISSING = oneOf({
	en: [
		'missing|requires?\\b|required|\\bempty\\b|blank\\b|enter (an?|correct|valid)\\b',
		'must (be|have|fill|contain|not|include|provide|start|begin|use|select|enter|choose)',
		'should (be|not|have|contain|start)',
		'please (enter|provide|select|choose|fill|specify|follow)',
		'not (set|provided|specified|given|sent|entered)',
		'no (?!reason|response|answer|result|details)\\w+ (provided|specified|given|entered|supplied|selected)',
		'please use|^\\W*(enter|provide|specify|select|choose)\\b',
		'please insert|^\\W*(put|insert) ',
	],
	ar: 'مطلوب|(يرجى|الرجاء) (ملء|إدخال)',
	de: 'fehlt|erforderlich|geben sie|fullen sie',
	es: [
		'falta|ausente|obligat|requerid|vaci[oa]|(datos|parametros) incomplet',
		'ingrese|introduzca|rellen[ea]',
		'seleccione|elija',
	],
	fa: '(پر|وارد) کنید',
	fr: 'manquant|requis|veuillez (saisir|entrer|remplir|fournir|indiquer)',
	id: 'wajib|harus|kosong|diperlukan|belum|\\bisi semua|masukkan|tidak lengkap|pilih',
	ko: '입력(하세요|해)',
	pt: 'obrigat|vazi|informe|dados incomplet|insira|digite|preencha|selecione|escolha',
	ru: [
		'обязательн|отсутств|необходимо|укажите|введите|не (указан|заполн|задан|все (пол|парам))|пуст',
		'заполните',
		'выберите',
	],
	tr: 'eksik|gerekli|zorunlu|\\bbos\\b|girilm|giriniz|doldur|seciniz|\\bsecin\\b',
	vi: 'thieu|bat buoc|vui long (nhap|chon|dien)|(de|bo) trong',
	zh: '缺少|必填|请(填写|输入|选择|提供)',
});

/** Bare negations: they mean something only together with a subject. */
export const NOT = oneOf({
	en: "\\bnot\\b|n't\\b|cannot|\\bno\\b",
	de: 'kein|nicht',
	fr: '\\bpas\\b',
	id: '\\btidak\\b',
	pt: '\\bnao\\b',
	ru: '(?<!\\p{L})не(?!\\p{L}| отвеча)|нельзя',
	tr: 'degil',
	vi: 'khong|chua\\b',
});

// What can be said about one subject.

/** Of a quantity. */
export const OUTSIDE = oneOf({
	en: [
		'less|lower|\\blow\\b|more|greater|high|between|exceed|below|above|out of|range|multiple',
		'insufficient|at (least|most)|allowed|appropriate|follow|reached|\\bmin\\b|\\bmax\\b',
		'minim|maxim|too (much|many|few|small|big|large)',
		'increase|decrease|reduce|\\bnull\\b',
	],
	ar: 'أقل|أكثر|اقل|اكثر|بين',
	de: '\\bmuss\\b|zu (klein|gross|groß|niedrig|hoch)|zu gering|mindestens',
	es: 'menor|mayor|al menos|entre\\b|excede|super[ae]|debe|fuera',
	fr: 'inferieur|superieur|au (moins|plus)\\b|entre\\b',
	id: 'kurang|lebih|maksim',
	ko: '초과|미만|이상|이하',
	pt: 'maior|pelo menos|deve|fora\\b',
	ru: 'меньше|больше|превы|слишком|долж\\p{L}* быть',
	tr: 'az\\b|fazla|asil|sayi|aras\\p{L}* ol|en (az|fazla)|dusuk|yuksek|buyuk|kucuk',
	vi: 'toi (thieu|da)|phai (tu|lon|nho)|vuot|gioi han|qua (nho|lon|it|nhieu)|it nhat',
	zh: '必须|之间|不能|超出|超过|低于|高于|不足',
});

/** Of funds. */
export const LACK = oneOf({
	en: [
		'enough|sufficient|exhausted|\\bzero\\b|greater than|\\blow\\b|too (low|small)|\\bempty\\b',
		'(balance|wallet)[^,]{0,9} \\p{Sc}?0(?![.\\d]*[1-9])|negative|exceed|less than|(?<!(failed|unable) to |could not |cannot )\\badd\\b',
		'top[ -]?up|recharge|deposit|need more',
		'lower than|lack of|costs? more',
		'(not|n.t) (have|cover)',
		'(higher|more) than your|need (at least|\\p{Sc}?\\d)',
	],
	ar: 'غير كاف|(يرجى|الرجاء).{0,12}شحن|لا (يوجد|يكفي)|ليس لديك|منخفض',
	az: 'yoxdur|kif[ae]y[eə]t',
	bn: 'অপর্যাপ্ত|যথেষ্ট|পর্যাপ্ত',
	cs: 'nedostat|neni dost',
	da: 'ikke nok|utilstr',
	de: 'nicht (aus|genug)|unzureich|zu (wenig|niedrig)|reicht nicht',
	el: 'επαρκ|δεν εχετε',
	es: [
		'insuf|suficiente|no (es )?saldo|no tienes?\\b|no hay|\\bsin\\b|agregue|recarg|falta',
		'baj[oa]\\b|agotad',
	],
	fa: 'کافی نیست|ناکافی|کافی نمی',
	fi: 'ei riita',
	fr: 'faible|pas (assez|suffisant)',
	he: '(אין|לא) מספיק',
	hi: 'अपर्याप्त|पर्याप्त.{0,20}नहीं|कम है',
	hr: 'nedovolj|nemate|premalo',
	hu: '\\bnincs|elegtelen',
	id: 'tidak (men)?cukup|kurang|habis|isi ulang|\\bisi\\b|tdk cukup',
	it: 'abbastanza|non sufficien',
	kk: 'жеткілік',
	ko: '부족',
	nl: 'onvoldoende|genoeg|te (laag|weinig)',
	pl: 'niewystarcz|\\bbrak|za malo',
	pt: 'sem |adicion(e|ar)\\b|nao possui|nao (tem|ha)\\b|baix[oa]\\b|esgotad',
	ru: [
		'недостат|не ?достаточн|не ?хват|нет|мало|пополн|закончи|пуст',
		'(баланс|средств)\\p{L}* меньше',
		'нулев|требуется \\d',
	],
	sr: 'недовољ',
	sv: 'otillrack|inte (tillrack|nog)',
	th: 'ไม่(เพียง)?พอ',
	tl: 'kulang|hindi sapat',
	tr: 'yetersiz|yetmi|yeterli|bulunma|\\bbos\\b|yukle|\\bbitti|yetme',
	uk: 'не ?вистача',
	uz: 'yetarli|yetmaydi',
	vi: 'khong du|thieu|nap|\\bhet\\b|khong co du',
	zh: '不够|不足',
});

/** Of an account. */
export const BLOCKED = oneOf({
	en: [
		'suspen|\\b(account|user|ip) ban\\b|banned|block|\\block(ed)?\\b|inactiv|deactivat|disable',
		'not (yet )?(active|activated|approved|verified|enabled)|restri|frozen|terminat|(been|was) closed|\\byour account is closed',
		'under review|pending approval',
		'pending|on hold|under verification|needs? verif|expired',
	],
	ar: 'محظور|موقوف|حظر|تعليق|معلق|مسدود|معطل|إيقاف',
	cs: 'zablokov',
	da: 'blokeret',
	de: 'gesperrt|deaktiviert',
	el: 'αποκλεισ|ανασταλ',
	es: 'bloque|desactiv',
	fa: 'غیرفعال',
	he: 'חסום|נחסם|הושע',
	hi: 'निलंबित|अवरुद्ध|ब्लॉक|बंद',
	hu: 'fuggeszt|letilt|zarolt',
	id: 'blokir|tangguhkan|non ?aktif|tidak aktif|dibekukan',
	it: 'sospes|bloccat|disattivat|disabilit',
	ja: '凍結|ブロック|無効',
	ko: '정지|차단|비활성',
	nb: 'sperret',
	nl: 'geblokkeerd|opgeschort|gedeactiveerd',
	pl: 'zablokow|zawiesz|nieaktyw',
	pt: 'desativ|inativ|banid|baned',
	ro: 'blocat|dezactivat',
	ru: 'заблок|забан|приостан|отключ|ограничен|не ?актив|остановл',
	sv: 'sparra|avstangd',
	th: 'ระงับ|บล็อก|ถูกปิด',
	tr: 'askiya|engell|yasak|pasif|aktif degil|kapat|devre disi|dondurul|kisitla|banlan',
	uk: 'призупин',
	uz: 'blokla',
	vi: [
		'khoa(?!n)|chua (duoc )?kich hoat|bi (cam|chan)|ngung|dinh chi|dong bang|vo hieu',
		'khong hoat dong',
		'bi khoa',
	],
	zh: '封|停用|停止|暂停|暫停|冻结|禁用',
});

/** Of access to the API, with `OFF` and `BLOCKED`. */
export const NO_ACCESS = oneOf({
	en: [
		'denied|forbidden|access (has been |was |is )?(revoked|removed|withdrawn|not granted)',
		'(\\bno|not have|n.t have|without|lack) (any )?(api )?access',
		'(no|not have|n.t have|without) (the )?permission',
	],
	vi: '\\btat\\b',
});

/** Of an IP address. */
export const NOT_LISTED = oneOf({
	en: 'white ?list|denied|forbidden|unauthor',
	ru: 'разреш',
	tr: 'izin',
});

/** Of taking orders at all, with `OFF` and `BLOCKED`. */
export const STOPPED = oneOf({ tr: 'durdur', vi: '\\btat\\b' });

/** Of the panel. */
export const CLOSED = oneOf({
	en: [
		'unavailable|not available|closed|offline|temporarily|under update|being updated',
		'update in progress|updating',
	],
	id: 'tidak tersedia',
	pt: 'fora do ar|indispon',
	ru: 'недоступ|закрыт',
	tr: 'kapali|guncellen',
	vi: 'tam (ngung|dung)|dang (nang cap|cap nhat)',
});

/** Of the API key, with the words of any subject. */
export const BAD_KEY = oneOf({
	en: [
		'^\\W*(\\p{L}+ )?api key\\W*$|(use|check) .{0,12}api key|\\breset\\b',
		'revoked|mismatch|denied|key (error|fail)|authenticat|verif|validat',
	],
	ar: 'غلط',
	el: 'λαθος',
	fa: 'اشتباه',
	fi: 'virheelli',
	he: 'תקין',
	hi: 'गलत',
	it: 'errat',
	ja: '間違',
	kk: 'қате',
	tr: 'hatali',
	uz: 'xato',
});

/** Of a link, with the words of any subject. */
export const BAD_LINK = oneOf({
	en: [
		'private|block|black ?list|format error|hidden|instead|\\bbann?(ed)?\\b',
		'contains|broken|\\bdead\\b|reject|forbidden',
		'^\\W*(please )?(double )?check (your |the )?(link|url|post|profile)',
	],
	es: 'cerrad|privad|^\\s*(verifique|revise)|bloque',
	he: 'תקין',
	id: '^\\s*periksa',
	kk: 'қате',
	pt: 'bloquead',
	ru: 'черном списке|приват|^\\s*проверьте|заблокир',
	tr: 'gizli|^\\s*(lutfen )?link.{0,20} kontrol ed',
	vi: 'rieng tu|bi loi\\b|^\\s*(vui long )?kiem tra lai',
});

/** Of a field, with the words of any subject. */
export const BAD_FIELD = oneOf({
	id: 'kurang',
	ru: 'недостат|слишком|запре',
});

/** Of an order's ID. */
export const BAD_ID = oneOf({
	en: 'invalid|incorrect',
	es: 'no (es )?valid',
	fa: 'اشتباه',
	id: 'tidak valid|salah',
	ko: '잘못|올바르지',
	pt: 'incorret|errad',
	ru: 'неверн',
	tr: 'gecersiz|hatali',
	vi: 'khong (hop le|dung)',
	zh: '号错误|无效|有误|不正确',
});

/** Before an order: that there is none. */
export const NO_SUCH = oneOf({
	en: [
		'no such|(cannot|can not|can.t|could not) find( the| this| your)?',
		'(not|n.t) have (such|this|that)( an?)?',
	],
	es: 'no (se )?(ha )?(encontr|exist)\\p{L}*( el| la| ningun| ninguna)?',
	pl: 'nie (znaleziono|ma)( takiego)?',
	pt: 'nao (foi )?(encontr|exist)\\p{L}*( o| a)?',
	ru: 'нет такого|не наиден\\p{L}*',
	vi: 'khong (tim thay|ton tai|co)',
});

/** Of a cancellation or a refill. */
export const CANNOT = oneOf({
	en: [
		'support|available|allowed|eligible|possible|enabled|disabled|maintenance|already|cannot',
		'can not|can.t|not allow|hours|days|ago|must be|expir|request(ed)? (is )?(open|pending)',
		'refillable|cancell?able|too (old|late|early)|has ended|\\b(not|no) drop|under refill',
		'exists?\\b|requested recently',
		'(without|no|not have( a)?|n.t have( a)?) (refill|guarantee|warranty)|refill (is )?off\\b',
	],
	ar: 'لا يمكن|غير (متاح|متوفر)|لا يدعم',
	de: 'nicht (verfugbar|moglich|unterstutzt|erlaubt|mehr)|kann nicht|bereits',
	es: 'no (se )?puede|no (esta )?disponi|no es posible|vencid|expirad|\\bya\\b',
	fa: 'امکان.{0,30}(ندارد|نیست)',
	fr: 'ne (peut|peuvent)|(non|pas) (disponible|possible|autorise)|indisponible|impossible|deja',
	id: 'tidak (bisa|dapat|mendukung)|tidak memiliki',
	it: 'non (puo|e )',
	ja: 'できません',
	ko: '수 없|불가|지원하지',
	pl: 'nie (mozna|moze)',
	pt: 'nao pode|nao (esta )?disponi|nao e possivel|indispon|\\bja\\b',
	ru: 'нельзя|невозможн|не (поддерж|может|предусмотр)|недоступ|истек|уже|не доступ',
	tr: 'destek|edilemez|yapilamaz|\\bdolm|zaten|telafisiz|yok(tur)?\\b',
	uk: 'не можна|неможлив|недоступ|вже',
	vi: 'ho tro|khong (the|duoc)|da (hoan thanh|bi)|\\b(qua trinh|dang)\\b|het han',
	zh: '不(支持|能|可)|无法',
});

/** Of the provider, with `FUNDS`. */
export const FAILS = oneOf({
	en: [
		'erro|fail|respon|answer|reject|refus|declin|denied|timed? ?out|unreachable|\\b(api|key|url|limit)\\b',
		'returned|\\bsa(id|ys)\\b|quota|requests|(request|rate) ?limit',
	],
	de: 'antwort',
	es: 'respuesta',
	pt: 'respost',
	ru: 'ответ',
});

/** Of whatever was requested. As the only word, it gives no reason. */
export const SUCCESS = oneOf({
	en: 'success(?:ful(?:ly)?)?|succeeded',
	ar: 'نجاح',
	de: 'erfolg(?:reich)?',
	es: 'exito',
	hi: 'सफल',
	id: 'berhasil',
	pt: 'sucesso',
	ru: 'успешно',
	tr: 'basarili',
	zh: '成功',
});
