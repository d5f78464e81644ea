import type { FailureKind } from './failure';

/** How much of an error is examined: its start and its end, to bound the time. */
const HEAD = 1_500;
const TAIL = 500;

/** Folds words: lower case, no diacritics, blanks in place of the separators of a code such as `order_not_found`. */
export function fold(words: string): string {
	const shown =
		words.length > HEAD + TAIL ? `${words.slice(0, HEAD)} … ${words.slice(-TAIL)}` : words;
	const joined = isCode(shown) ? shown.replace(/([a-z])(?=[A-Z])/g, '$1 ') : shown;
	return joined
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(/[đıł’‘ʻʼ]/g, (letter) => ({ đ: 'd', ı: 'i', ł: 'l' })[letter] ?? "'")
		.replace(/_|(?<=\p{L})\.(?=\p{L})/gu, ' ');
}

/** Whether words are a code such as `neworder.error.link`, where the subject alone says what is wrong. */
const isCode = (words: string): boolean =>
	words.length < 200 && /^(?:[\w.-]*[_.][\w.-]*|[a-z]+(?:[A-Z][a-z]+)+)$/.test(words.trim());

const sentencesOf = (text: string): string[] => text.split(/[.!?;\n]+(?=\s|$)/);

const either = (...parts: string[]): RegExp => new RegExp(parts.join('|'), 'u');

// What can be said about a subject, in the languages seen. Folded: without diacritics, and й is и.
const WRONG = [
	'incorrect|invalid|\\bwrong|\\bbad\\b|malformed|unknown(?! error| issue| problem| reason| exception)|unsupported|unrecogni[sz]ed',
	'not (a )?(valid|correct)|\\b(hatali|gecersiz|yanlis|sai)\\b|khong (hop le|dung)|неверн|неправильн|некорректн|недеиствит|недопустим',
	'incorret|errad|erron|tidak (valid|sah|sesuai|benar)|\\bsalah\\b|ungultig|falsch|无效|错误|غير صالح',
	'無効|無效|잘못|유효하지|nieprawid|non valid|nu este valid|neplatn|ongeldig|ogiltig|ugyldig|невірн|недіисн|अमान्य|ไม่ถูกต้อง|نامعتبر',
	'nespravn|\\bbledn|ervenytelen|hibas|felaktig|forkert|ikke gyldig|לא (תקי|חוקי|נכו)|שגוי|(μη|δεν \\p{L}+) εγκυρ|ακυρ[οη](?!\\p{L})|невалид|neisprav|nevazec|অবৈধ|noto.g.ri|yanlisdir|غير صحيح|صحیح نیست|正しくありません|유효하지',
].join('|');
const ABSENT = [
	"not? ?(found|exists?\\b)|n't exist|not (your|belong)|no such|no (order|service|refill|user|account|id)s? (was |were )?found|removed|deleted",
	'bulunamadi|bulunmuyor|mevcut degil|khong (ton tai|tim thay|co)|не ?(наиден|существу|обнаруж)|удален|нет(?!\\p{L})',
	'no (se )?(ha )?(encontr|exist)|nao (foi )?(encontr|exist)|inexist|tidak (di ?)?(temukan|ada|terdaftar)|nicht (gefunden|vorhanden)|introuvable|不存在|غير موجود',
	'nenalezen|neexistuj|nem (talalhato|letezik)|hittades inte|finns inte|ikke (fundet|funnet)|findes ikke|finnes ikke|לא (נמצא|קיים)|δεν (βρεθηκε|υπαρχει)|topilmadi|mavjud emas|tapilmadi|movcud deyil|табылмады|nije pronaden|ne postoji|찾을 수 없|존재하지|見つかりません|नहीं मिल|ไม่พบ|non (e stat[oa] )?(trovat|esist)|nie (znaleziono|istnieje)|не ?знаиден|не існу|یافت نشد|وجود ندارد|nu (a fost gasit|exista)|niet gevonden|bestaat niet|找不到|未找到',
].join('|');
/** Maintenance, in languages with no other entries. */
const UPKEEP =
	'メンテナンス|रखरखाव|मेंटेनेंस|ปิดปรับปรุง|ปรับปรุงระบบ|บำรุงรักษา|manutenzione|\\bin onderhoud|onderhoudswerk|konserwac|przerwa techniczn|технічн\\p{L}* (обслугов|робот)|維護|점검 ?(중|시간)|mentenan|صيانة|(در حال|در دست) تعمیر|تعمیر و نگهداری|udrzb|karbantart|underhall|vedlikehold|vedligehold|huoltokatko|תחזוק|συντηρηση|поддръжк|odrzavanj|texnik\\p{L}* (ish|isl|iş)|техникалық жұмыс|در حال (به ?روز ?رسانی|بروزرسانی)';
const OFF = [
	'disabled?\\b|inactive|deactivat|unavailable|maintenance|suspended|paused|expired|closed|stopped|turned off|switched off',
	'not (currently |yet )?(available|active|activated|enabled|working|supported|allowed|accepted|offered|possible|permitted)|not support',
	'\\bpasif|aktif degil|kapali|devre disi|bakim|kullanilam|desteklenm|bao tri|tam (ngung|dung|ngưng)|ngung|vo hieu',
	'отключ|недоступ|неактив|приостанов|обслуживан|закрыт|работ(ы|ах)\\b|не (работа|поддержива|активн)|desativ|desactiv|deshabilit|inativ|inactiv|indispon|suspens|suspend|manuten|mantenimiento',
	'gangguan|non ?aktif|tidak (tersedia|aktif|mendukung)|pemeliharaan|perbaikan|deaktiviert|gesperrt|wartung|indisponible|维护|停用|不可用|غير متاح',
	'nedostupn|pozastaven|vypnut|non disponibil|niedostep|wylaczon|desabilit|verilemez|yapilamaz|kullanim disi|durdurul|\\bbi tat|da (bi )?(tat|dong)\\b|is off\\b|غير متوفر|معطل|禁用|비활성|faol emas|o.chirilgan',
	UPKEEP,
].join('|');
const MISSING = [
	'missing|requires?\\b|required|\\bempty\\b|blank\\b|must (be|have|fill|contain|not|include|provide|start|begin)|should (be|not|have|contain|start)|please (enter|provide|select|choose|fill|specify|follow)|enter (an?|correct|valid)\\b|not (set|provided|specified|given|sent|entered)',
	'eksik|gerekli|zorunlu|\\bbos\\b|girilm|giriniz|doldur|thieu|bat buoc|vui long (nhap|chon)|(de|bo) trong|обязательн|отсутств|необходимо|укажите|введите|не (указан|заполн|задан|все пол)|пуст',
	'falta|ausente|obrigat|obligat|requerid|vazi|vaci[oa]|(dados|datos|parametros) incomplet|informe|wajib|harus|kosong|diperlukan|belum|fehlt|erforderlich|manquant|requis|缺少|必填|مطلوب',
].join('|');
const OUTSIDE =
	'less|lower|\\blow\\b|more|greater|high|between|exceed|below|above|out of|range|multiple|insufficient|at (least|most)|allowed|appropriate|follow|reached|\\bmin\\b|\\bmax\\b|minim|maxim|maksim|toi (thieu|da)|kurang|lebih|az\\b|fazla|asil|sayi|меньше|больше|превы|долж\\p{L}* быть|menor|maior|mayor|\\bmuss\\b|必须|之间|أقل|أكثر|too (much|many|few|small|big|large)|phai (tu|lon|nho)|слишком|inferieur|superieur|zu (klein|gross|groß|niedrig|hoch)';
/** Bare negations: they mean something only together with a subject. */
const NOT =
	"\\bnot\\b|n't\\b|cannot|\\bno\\b|khong|chua\\b|\\bnao\\b|\\btidak\\b|(?<!\\p{L})не(?!\\p{L})|нельзя|degil|kein|nicht|\\bpas\\b";
const ANY = [WRONG, ABSENT, OFF, MISSING].join('|');

const ORDER =
	'\\border\\b|\\borders\\b|\\borderid\\b|siparis|заказ|don hang|ma don|\\bdon\\b|pedido|\\borden\\b|pesanan|bestell(?:ung|nummer)|commande|订单|طلب';
const ACCOUNT =
	'account|\\bhesa[bp]|tai khoan|аккаунт|учетн|\\bconta\\b|\\bcuenta|\\bakun|\\bkonto\\b|\\bcompte|\\buser\\b|kullanici|nguoi dung|пользовател|\\busuario|pengguna|utilisateur|benutzer|账户|帐户|用户|حساب|アカウント|खाता|खाते|अकाउंट|บัญชี|обліков|акаунт|账号|帐号|帳[戶号號]|계정|\\bcont(ul)?\\b|\\bucet|\\bfiok|\\bkonto(t|en)\\b|חשבון|λογαριασμ|\\bhisob(i|ing)|foydalanuvchi';
const BLOCKED =
	'suspen|\\b(account|user|ip) ban\\b|banned|block|inactive|not (yet )?(active|activated|approved|verified|enabled)|deactivat|disable|restrict|\\block(ed)?\\b|frozen|terminat|closed|askiya|engell|yasak|pasif|aktif degil|kapat|devre disi|khoa(?!n)|chua (duoc )?kich hoat|bi (cam|chan)|ngung|under review|pending approval|заблок|забан|приостан|отключ|ограничен|не ?актив|bloque|desativ|desactiv|inativ|inactiv|banid|baned|restri|blokir|tangguhkan|non ?aktif|tidak aktif|dibekukan|gesperrt|封|محظور|موقوف|停止|凍結|冻结|ブロック|निलंबित|अवरुद्ध|ब्लॉक|ระงับ|บล็อก|sospes|bloccat|disattivat|geblokkeerd|opgeschort|gedeactiveerd|deaktiviert|zablokow|zawiesz|nieaktyw|призупин|停用|暂停|暫停|정지|차단|dinh chi|dong bang|حظر|تعليق|معلق|مسدود|blocat|dezactivat|zablokov|fuggeszt|letilt|zarolt|sparra|avstangd|blockerad|sperret|blokeret|suspendert|חסום|נחסם|הושע|αποκλεισ|ανασταλ|blokla|dondurul|vo hieu|khong hoat dong|معطل|إيقاف|禁用|비활성|無効|बंद|ถูกปิด|disabilit|غیرفعال|остановл';
const LACK =
	'insuff|enough|suficiente|sufficient|exhausted|\\bzero\\b|greater than|(balance|wallet)[^,]{0,9} 0(?![.\\d]*[1-9])|\\blow\\b|too (low|small)|faible|\\bbitti|пуст|\\bempty\\b|negative|exceed|less than|\\badd\\b|top[ -]?up|recharge|deposit|unsufficient|need more|yetersiz|yetmi|bulunma|yeterli|\\bbos\\b|yukle|khong du|thieu|nap|\\bhet\\b|\\bisi\\b|недостат|не ?достаточн|не ?хват|нет|мало|пополн|закончи|insuf|nao (e |ha |tem )?suficiente|no tienes?\\b|no hay|不够|부족|no (es |hay |tiene )?(suficiente|saldo)|sem |\\bsin\\b|adicione|agregue|recarg|falta|tidak (men)?cukup|kurang|habis|isi ulang|nicht (aus|genug)|不足|غير كاف|لا (يوجد|يكفي)|अपर्याप्त|पर्याप्त.{0,20}नहीं|ไม่(เพียง)?พอ|abbastanza|onvoldoende|genoeg|niewystarcz|\\bbrak|za malo|не ?вистача|недостатн|unzureich|zu wenig|کافی نیست|ناکافی|nao possui|(баланс|средств)\\p{L}* меньше|pas (assez|suffisant)|reicht nicht|zu niedrig|ليس لديك|منخفض|कम है|non sufficien|te (laag|weinig)|nedostat|neni dost|\\bnincs|elegtelen|otillrack|inte (tillrack|nog)|ikke nok|utilstr|ei riita|(אין|לא) מספיק|ανεπαρκ|επαρκ|δεν εχετε|nedovolj|nemate|premalo|недовољ|অপর্যাপ্ত|যথেষ্ট|kulang|hindi sapat|yetarli|yetmaydi|kif[ae]y[eə]t|yoxdur|жеткілік';
const FUNDS =
	'\\btien\\b|\\bdana\\b|credito|кредит|balance|\\bfunds?\\b|money|credits?\\b|wallet|bakiye|so du|баланс|средств|денег|деньги|счет|\\bsaldo|fondos|fundos|dinero|dinheiro|guthaben|solde|fonds|余额|رصيد|잔액|残高|資金|资金|餘額|잔고|शेष राशि|बैलेंस|धनराशि|เงิน|เครดิต|\\bfondi\\b|tegoed|srodk|кошт|\\bfonduri|\\bsold(ul)? (este )?insuf|موجودی|اعتبار|\\bfounds\\b|kredi(niz)?\\b|\\bparaniz|yeterli para|\\bkredit\\b|\\bgeld\\b|kontostand|credit\\b|ポイント|prostredk|prostriedk|zustat|penez\\b|egyenleg|\\bpenz|\\bmedel\\b|pengar|\\bpenge|יתרה|כסף|υπολοιπο|наличност|sredstav|sredstev|средстав|ব্যালেন্স|بیلنس|\\bbaki\\b|balanse|mablag|\\bbalans|\\bpul\\b|v[eə]sait|қаражат';
const SERVICE =
	'services?\\b|servis|servico|servicio|услуг|сервис|dich vu|layanan|dienst|leistung|prestation|provider|hizmet|服务(?!器)|خدمة|サービス|सेवा|บริการ|servizio|uslug|послуг|서비스|服務(?!器)|serviciu|سرویس|sluzb|szolgaltatas|tjanst|tjeneste|שירות|υπηρεσι|xizmat|xidm[eə]t|қызмет';
const LINK =
	'\\blinks?\\b|\\burls?\\b|ссылк|baglanti|\\blien\\b|enlace|duong dan|lien ket|tautan|\\bposts?\\b|\\bпост|профил|profile|\\bpage\\b|\\bgroup|групп|страниц|链接|رابط|odkaz|\\blank\\b|קישור|συνδεσμ|havola|сілтеме|посиланн|링크|リンク|लिंक|ลิงก์|لینک|bai viet|\\bprofil\\b|\\bperfil\\b|\\bgonderi\\b';
const FIELD =
	'drip[- ]?feed|comment|yorum|kullanici adi|subscription|коммент|binh luan|komentar|comentario|username|hashtag|usernames|\\bruns\\b|interval|schedule|answer|ответ|key ?words?|ключев|palabras? |palavras?\\b|country|\\bmedia\\b|\\bfields?\\b|parameter|\\bparams?\\b|\\balan(lar)?i?\\b|\\bпол(е|я)\\b|\\bcampos?\\b|expiry|delay';

/** Words after 'order' that are the actual subject, so that the words are not about an order's ID. */
const NO_ID =
	'(?! (?:status|state|type|request|format|data|details|api|endpoint|method|route|action|module|table|parameters?)\\b)';

interface Meaning {
	kind: FailureKind;
	/** What the words are about. */
	about: RegExp;
	/** What the same sentence must also say; omitted if the subject is enough. A code does not need it. */
	says?: RegExp;
}

/**
 * Reasons in the order, the account or the panel: given one of these, the panel certainly did nothing. The first match
 * in a sentence wins, so narrower subjects come first: "Quantity is not allowed for this service".
 */
const REASONS: readonly Meaning[] = [
	{
		kind: 'activeOrder',
		about: either(
			'active( processing)? order|link duplicate|duplicate (order(?! id)|link)|same (link|order)|identical order|(?<!\\b(?:request|transaction|payment|operation|submission) (?:is |was |has )?)(already|currently) (running|in progress|active|processing|has|have|exist|being processed)(?!.*(refill|cancel|connection))|\\b(link|url) (is )?(already|currently) in (use|(the |our )?queue)',
			'order (already )?exists|wait (until|till) (the |your |previous )*order|wait (until|till|for) (the |your )*(previous|current|last|existing|other|earlier|active|first) order|(pending|unfinished|incomplete|uncompleted|ongoing|running|open) order (on|with|for) (this|the|that|your)( same)? (link|url)|order (on|with|for) (this|the same) (link|url)( is)? (still|already|currently)|already (placed|ordered).*\\blink|ayni (link|baglanti|siparis)|olan baglanti|aktif (bir )?siparis|yeni bir siparis|devam eden siparis|icin zaten (bir )?siparis|onceki siparis\\p{L}* (tamamlan|bit|hala)|\\blink\\p{L}* (zaten|hala|su an) (islemde|kullanim|calis)|\\bduplicated order(?! id)|neworder error duplicate|another order (on|with|for) (this|the|that) (same )?(link|url)|(previous|earlier|last) order (is |was |has )?(still )?not (been )?(yet )?(complet|finish)|wait for (the )?completion of (the |your )*(previous|last|current|first|existing|active) order',
			'активн\\p{L}* заказ|заказ\\p{L}* (уже|еще) (есть|выполн|актив|запущ|существ)|уже (есть|выполняется|запущен|существует)|don (hang )?(dang|chua).{0,20}(chay|hoan thanh)|(?<!^\\W{0,3})don (hang )?(dang|chua).{0,20}xu ly|(link|lien ket) nay dang chay|trung (link|don)|mism[oa] (link|enlace)|mesmo link|(pedido|orden) (ativ|activ|em andamento|en (curso|proceso)|duplicad)|pesanan (aktif|masih|sebelumnya)|(link|tautan) yang sama|masih (aktif|berjalan)|(link|target|tautan) (masih|sedang) dalam proses|предыдущ\\p{L}* заказ|ссылк\\p{L}* уже в (работе|обработке|очереди)|don (hang )?truoc.{0,15}hoan thanh|\\blink da ton tai|(pedido|orden) anterior|commande est deja en cours (pour|sur)|eine (aktive|laufende|offene) bestellung|طلب نشط|(进行中?|未完成)的订单|已有订单|(활성|진행 중인) 주문|(активн|попередн)\\p{L}* замовлен|ordine (gia )?attivo|aktywne zamowienie|faol buyurtma|havolaga buyurtma|laufende bestellung|commande (active|en cours)',
		),
	},
	{
		kind: 'rateLimit',
		about: either(
			'rate[ -]?limit|api limit|max(imum)? requests|too many (\\w+ )?(requests?|attempts?|tries|calls)|requests? limit|limit of requests|лимит запрос|limite de (requis|solic|petic)|qua nhanh|requests? per|(too|so|very) fast\\W*$|again after \\d+ (s|min)|retry after \\d+|(wait|tunggu|подождите) (for )?\\d+ (s|с|min|мин)|через \\d+ (с|мин)|\\d+ (saniye|dakika) bekle|(doi|cho) \\d+ (giay|phut)|slow down|throttl|spam protection|flood|(wait|in|aguarde|espere|подождите|tunggu|bekleyin|doi) \\d+ (more )?(s|с|giay|detik|saniye|min|мин)',
			'muitas (tentativ|requis|solicit)|demasiad\\p{L}+ (solic|petic|intent)|слишком (много (запрос|попыт)|част)|qua nhieu (yeu cau|lan)|terlalu (banyak (permintaan|request|percobaan)|sering)|cok (fazla|sik) (istek|deneme|talep)|zu viele (anfr|versuch)|trop de (requ|tentat)|请求过|频繁|istek limit|batas permintaan|количеств\\p{L}* запрос|част(ые|ых) запрос|요청이 너무 많|リクエストが多|troppe richieste|zbyt wiele (zadan|zapytan)|(забагато|занадто багато) запит|ko.p so.rov|prilis mnoho pozadavk|tul sok keres|for manga (forfragn|forsok)',
		),
	},
	{
		kind: 'funds',
		about: either(
			'payment required|^\\W*(please )?top[ -]?up\\W*$|(recharge|top ?up) your (account|wallet)|\\bno (balance|funds?|money|credits?)\\b|out of (credit|fund|balance|money)',
			'bakiye(niz)? yok',
		),
	},
	{ kind: 'funds', about: either(FUNDS), says: either(LACK) },
];

/** Words from inside a server, about programs rather than orders. */
const TRACE = either(
	'access denied for user|\\b(table|column)s?\\b|using password|\\bmax_(user_connections|questions|connections)|incorrect [\\w ]{1,20} value\\b|for column|(can.?t|cannot|could not|failed to) insert|\\bcsrf\\b|\\bclass .{1,60} not found|\\w+controller\\b|\\w*exception\\b|php error|too few arguments|json_(de|en)code|rolled ?back|duplicate order id|\\bid (is )?already (taken|used|in use)|sql error|\\b(server|db|database|unknown|sql)error\\b',
	// Perhaps the same request, which something on the way has sent twice.
	'^(?!.*(refill|cancel)).*\\b(request|transaction|payment|operation|submission) (is |was |has )?(already|currently) (been |being )?(process|handl|submitted|received|accepted|in progress|running|exist|complet)',
	'argument supplied|have a default value|unknown database|disk image|resource temporarily|nesting level|\\b(view|route) \\[|(invalid|malformed|bad|empty|unexpected|parse|decode) (the |api |server )?(json|response)|json (response|error|parse)',
	'sqlstate|mysql|mariadb|postgres|\\bpdo\\b|deadlock|lock wait|duplicate (entry|key)|unknown column|foreign key|constraint|\\bquery\\b|stack ?trace|traceback|\\w::\\w+\\(|\\w\\(\\): |(?<!\\b(?:quantity|link|url|service|service id|comments|runs|interval|orders?|username|min|max|delay)(?: field)? )must be (of (the )?type|an? (array|string|integer|instance))|undefined|call to a|on line \\d|trying to (get|access)|fatal error|parse error|syntax error|header information|operand types?|unexpected (token|end|character|response)|cannot read|null ?(pointer|reference)|on null|\\.(php|java|py|js|go|rb)\\b',
	'memory|execution time|too many connections|\\bcurl|could not resolve|\\b(?:econn|etimedout|enotfound)|eai_again|getaddrinfo|object reference|to string conversion|division by zero|no such (table|file)|segmentation|\\b50[0234]\\b ?-?:? ?(bad|gateway|service|internal)|errno|\\bupstream|socket|guzzle|\\bssl\\b',
	'\\bredis\\b|memcache|\\bcache\\b|rabbitmq|kafka|\\bqueue (is |was )?(full|error|service|server|worker|connection|fail|down|unavailable)|(to|into|push\\w*|job) (the )?queue\\b|connection (was |is |has been )?(lost|reset|refused|closed|aborted|dropped)|broken pipe|epipe|no space left|disk (is )?full|read-only file|could not (serialize|be converted)|http(/[\\d.]+)? ?(error |status |code )*5\\d\\d\\b|error (code )?5\\d\\d\\b|failed to (notify|publish|enqueue|dispatch|forward|sync|serialize|acquire|update|parse|decode|lock)\\b|\\b(quantity|orders?|pric\\w+|billing|payment|balance|stock|link|key|auth\\w*|user|account|validation|inventory) service (is )?(temporarily |currently )?(unavailable|down|offline|not (available|respond))',
);

/**
 * Trouble that overrides any reason: that of the provider behind the panel, whose funds and keys are not those of the
 * account, and anything that happened after the money was taken.
 */
const BEHIND = either(
	`^(?=.*(?:\\bproviders?\\b|\\bsuppliers?\\b|\\bvendors?\\b|parent panel|upstream|saglayici|nha cung cap|проваидер|поставщик|proveedor|provedor|fornecedor|penyedia|fournisseur|\\banbieter|供应商|\\b(?:main|master|remote|source|external|third[ -]party|3rd[ -]party) (?:panel|server|api|service)))(?=.*(?:erro|fail|respon|respuesta|respost|antwort|ответ|reject|refus|declin|denied|timed? ?out|unreachable|\\bapi\\b|\\bkey\\b|returned|\\bsaid\\b|requests|rate ?limit|${FUNDS}))`,
	// Whatever ended it, the order was there.
	'^(?!.*(refill|cannot|already)).*(\\border( #?\\w{1,40})?( (is|was|got|has been))?( automatically)? (cancel\\w+|refunded)( and refunded)?|siparis\\p{L}* iptal edildi|заказ\\p{L}* (был )?отменен|(pedido|orden) (foi |fue )?(cancelad|reembolsad)\\p{L}*|don( hang)? (da )?bi huy|pesanan (telah )?dibatalkan)( ?[:(,–-]| because| due| as | since| by | из-за| por | do | vi | karena| nedeni)',
	'\\bafter (the |your )?(charg|payment|debit|deduct)',
	'\\bnotifications? (has |was )?(fail|error|not (been )?sent)|\\b(e-?mail|mail|sms|message) (was |has |could )?not (be |been )?(sent|delivered)',
);

/** Reasons that a program's words may only seem to give: checked after those words. */
const NAMED: readonly Meaning[] = [
	// A cancellation or a refill that the service or the order's state does not allow.
	{
		kind: 'refillId',
		about: either('refill|bao hanh|telafi|рефилл|recarga|reposic|garanti'),
		says: either(
			`(${WRONG}) refill|refill( request)?( id)?( is)? (${WRONG})|(refill|bao hanh|telafi|рефилл|recarga|reposic|garanti)[^,]{0,25}(${ABSENT})|(khong tim thay|no such|no) (refill|bao hanh)`,
		),
	},
	{
		kind: 'refused',
		about: either(
			'refill|\\bcancel|huy don|\\bhuy\\b|отмен|telafi|bao hanh|batal|iptal|reposic|garanti|рефил|гаранти',
		),
		says: either(
			'support|available|unavailable|allowed|eligible|possible|enabled|disabled|maintenance|already|cannot|can not|can.t|ho tro|destek|khong the|khong duoc|da (hoan thanh|bi)|edilemez|нельзя|невозможн|не (поддерж|может)|недоступ|tidak (bisa|dapat|mendukung)|no (se )?puede|nao pode|hours|days|ago|must be|request(ed)? (is )?(open|pending)|not allow|yapilamaz|\\bdolm|zaten|не предусмотр|истек|(nao|no) (esta )?disponi|expir|\\b(qua trinh|dang)\\b',
		),
	},
	{
		kind: 'url',
		about: either(
			'method (\\w+ )?(is )?not allowed|(only|use) (the )?post\\b|\\bpost (is )?(required|only|requests?|method)|(invalid|wrong|unsupported) (request |http )?method',
		),
	},
	{
		kind: 'quantity',
		about: either(
			'quantit|quantidad|\\bamount|so luong|количеств|jumlah|cantidad|miktar|\\bade[dt](i|in)?\\b|\\bmenge\\b|anzahl|数量|الكمية|mnozstvi|mennyiseg|kvantitet|כמות|ποσοτητα|miqdor|수량|मात्रा|จำนวน|\\bilosc|кількіст|تعداد',
		),
		says: either(ANY, OUTSIDE, NOT),
	},
	{
		kind: 'quantity',
		about: either(
			'(minimum|maximum|minimal|maximal|minimo|maximo|maksimum|maksimal|minimaln|\\bmin\\b|\\bmax\\b|toi thieu|toi da|миним(ум|альн)|максим(ум|альн)|мініма|максима|mindestmenge|hochstmenge|最小|最大)(?! interval| delay)',
			'(follow|exceed\\p{L}*|over|above|reached|out of) (the |your |daily |order )*limit|limit (exceeded|reached)|\\border limit is\\b|limit (for|of|on) (this|the|your) (link|url|service)\\b.{0,12} (exceeded|reached)|превышен\\p{L}* (\\p{L}+ )?лимит(?! (врем|ожид|памят))|out of (range|bounds)',
		),
	},
	{
		kind: 'apiKey',
		about: either(
			`^(?!.*(?:(?<!api )\\b(?:token|key) (?:in|of|for|from) (?:the |your |this )?(?:${LINK})|(?:${LINK}) (?:contains?|has|with)\\b)).*(?:(?<!\\p{L})(api ?)?key\\b(?! ?words?)|\\btoken\\b|credential|(?<!\\p{L})ключ(а|у|ом|е|и)?(?!\\p{L})|(?<!palavras?[ -])\\bchave|(?<!palabras? )\\bclave|anahtar|ma api|khoa api|kunci api|schlussel|cle api|密钥|مفتاح|\\bchiave|\\bklucz|sleutel|api ?(?:キー|키)|金鑰|\\bklic\\b|\\bkulcs|nyckel|nøgle|nøkkel|\\bavain|מפתח|κλειδι|\\bkljuc|api কী|کلید|\\bkalit|\\bacar|кілт|(?<!\\p{L})токен|\\bllave\\b|\\bcle d.api|कुंजी|คีย์|\\bcheie)`,
		),
		says: either(
			ANY,
			NOT,
			'api key|hatali|revoked|mismatch|denied|error|errat|xato|λαθος|virheelli|қате|गलत|غلط|اشتباه|間違|תקין',
		),
	},
	{
		kind: 'apiKey',
		about: either(
			'unauthori[sz]ed|unauthenticated|not (authenticated|authori[sz]ed|logged)|auth\\p{L}* (failed|required|error|fail)|(invalid|bad|wrong) auth\\b|please log ?in|login (required|first|failed)|vui long dang nhap|giris yap|не ?авториз|nao autoriz|no autoriz|autentica|nicht autorisiert|未授权',
		),
	},
	{
		kind: 'refused',
		about: either(FIELD),
		says: either(WRONG, ABSENT, MISSING, NOT, 'недостат|слишком|запре'),
	},
	// "API service" is the access; any other service is one for sale.
	{ kind: 'account', about: either('\\bapi services?\\b'), says: either(OFF, BLOCKED) },
	{ kind: 'serviceId', about: either(SERVICE), says: either(ANY, NOT) },
	{
		kind: 'link',
		about: either(LINK),
		says: either(
			ANY,
			NOT,
			'private|block|black ?list|черном списке|gizli|rieng tu|cerrad|privad|format error|bi loi\\b|қате|תקין',
		),
	},
	{
		kind: 'link',
		about: either(
			'instagram|tiktok|youtube|twitter|facebook|telegram|spotify|target|channel|канал',
		),
		says: either(ANY, BLOCKED, 'private'),
	},
	{
		kind: 'link',
		about: either(
			'\\b(account|user|video) ((is|was|must be|should be|set to) )?(not )?(private|public)\\b|\\bprivate (account|profile|user|video)\\b|\\b(akun|hesap)\\p{L}* (private|privat|gizli|di ?kunci)|tai khoan.{0,15} rieng tu|\\b(video|bai viet|link) (da )?bi khoa',
			'(видео|фото|(?<!учетн\\p{L}{0,3} )запис[ьи]|опрос|сообществ\\p{L}*|публикаци\\p{L}*|комментари\\p{L}*|пост) (не наиден|удален|закрыт|недоступ|заблокир)',
		),
	},
	{
		kind: 'orderId',
		about: either(ORDER),
		says: either(
			`(${ORDER})( ids?| numbers?| no)?( is| are)?[^\\p{L}]{1,3}(${WRONG})|(${ORDER})${NO_ID}[^,]{0,25}(${ABSENT})|(khong tim thay|khong ton tai|no such|нет такого|не наиден\\p{L}*) (${ORDER})|\\bno (${ORDER})s?\\b.{0,20}(found|exist)|(${WRONG})\\p{L}* (\\p{L}+ )?(id )?(${ORDER})${NO_ID}|(ma |id (de |del )?)?(${ORDER})[^,]{0,12}(khong hop le|khong dung|${'invalid|incorret|incorrect|errad|неверн|gecersiz|hatali|tidak valid|salah'})(?! (status|state))`,
		),
	},
	{
		kind: 'maintenance',
		about: either(
			'maintenance|under construction|bakim(da| |$)|bakim (modu|calis)|bao tri|техническ\\p{L}* работ|обслуживани|техработ|профилактическ|manutencao|mantenimiento|pemeliharaan|perbaikan|wartung|gewartet|维护',
			UPKEEP,
		),
	},
	{
		kind: 'maintenance',
		about: either(
			'\\bpanel\\b|\\bsite\\b|web ?site|\\bshop\\b|\\bstore\\b|platform|панель|саит|\\bsistem|\\bsystem\\b|he thong',
		),
		says: either(
			'unavailable|not available|closed|offline|temporarily|under update|being updated|недоступ|закрыт|kapali|guncellen|tam (ngung|dung)|dang (nang cap|cap nhat)|fora do ar|indispon|tidak tersedia',
		),
	},
	{ kind: 'account', about: either(ACCOUNT), says: either(BLOCKED, ABSENT) },
	{
		kind: 'account',
		about: either('\\bapi\\b'),
		says: either(
			OFF,
			BLOCKED,
			'denied|forbidden|kapali|\\btat\\b|access (has been |was |is )?(revoked|removed|withdrawn|not granted)|(\\bno|not have|n.t have|without|lack) (any )?(api )?access',
		),
	},
	{
		kind: 'account',
		about: either('(?<![\\p{L}\\d])ip(s|niz|nizden)?(?![\\p{L}\\d])'),
		says: either(ANY, BLOCKED, NOT, 'white ?list|denied|forbidden|unauthor|izin|разреш'),
	},
	{
		kind: 'account',
		about: either(
			'ordering|\\b(new )?orders (are |is )?(currently |temporarily )?(disabled|closed|stopped|suspended|unavailable|paused)|(?:прием )?заказ(ы|ов) (временно )?(недоступ|отключ|приостанов|закрыт|остановл)|siparis alimi|\\bdat hang',
		),
		says: either(OFF, BLOCKED, 'durdur|\\btat\\b'),
	},
	{
		kind: 'account',
		about: either(
			'access (is )?(denied|forbidden|restricted|blocked|disabled)|(?<!(contains?|has|have|with|uses?|using|the) )forbidden(?! (word|content|text|symbol|char|key|link|domain|url))|^\\s*((you|user) (are|is|were|have been|has been) )?(permanently |temporarily )?(banned|suspended|blocked)\\b|^\\s*(you (have|do not have|don.t have) )?(no |any )?permissions?( denied)?\\W*$|unknown panel|panel not found|^\\W*(invalid|wrong) user\\W*$|verify your (account|e-?mail|phone)|e-?mail( address)? (is )?not (yet )?(verified|confirmed)|acces (refuse|interdit)|\\bip ?(地址)?不|доступ (к api )?(запрещ|закрыт|ограничен)|acesso (negado|bloqueado|proibido)|acceso (denegado|prohibido)|akses ditolak|erisim (engellendi|reddedildi)|truy cap bi (tu choi|chan)|zugriff verweigert',
		),
	},
	// A bare ID, such as "Invalid ID": it means the one that was requested.
	{ kind: 'orderId', about: either('(?<!\\p{L})ids?(?!\\p{L})'), says: either(WRONG, ABSENT) },
];

/** The server's own trouble: it cannot be told whether something was done. */
const TROUBLE = either(
	'\\b(temporary|internal|server|system|database|db|unknown|unexpected|unhandled|general|fatal|critical|gateway|network|connection|api|provider|technical|processing|runtime|backend|sistem|server internal) (server )?(error|err|failure|fault|exception|issue|problem|trouble|difficult)|time(d)?[ -]?out|gateway|exception|crash|(server|system) (is )?(currently )?(busy|down|overload|not respond)|server (is )?unavailable|there (was|is) an? (error|problem|issue)|(problem|issue) (while|when|creating|processing|with)|^\\s*temporar',
	"error (has |had )?(occur|happen)|error (while|when|during|in|processing|creating|placing|saving|writing|updating|inserting|sending|logging)\\b|\\bservice (returned )?(an )?error|something (went |is |was )?wrong|went wrong|\\boops|(failed|failure|unable|could not|couldn't|cannot|can not|can.t) (to )?(update|create|place|process|save|record|store|submit|connect|insert|register|complete|handle|reach|send|communicate|deduct|charge|writ(?:e|ten)|commit|open|be (processed|completed|handled|saved|recorded))|(creation|saved?|saving|insert|processing|transaction|connection|request|operation) (has |was )?(failed|fail)|\\b(order|refill|cancel\\p{L}*) (has )?failed|\\b(order|save|create|insert) error\\b|^\\s*(an? )?(unknown|error|fail|failed|failure|exception)( error)?\\s*$",
	'error unknown|(invalid|empty|no|bad|malformed|unexpected) (api |server )?(response|answer|reply)|servidor (esta )?(no disponible|indispon|ocupado|sobrecarg)',
	'(sunucu|sistem|dahili|ic|bilinmeyen|beklenmeyen|beklenmedik|veritabani|baglanti|teknik)\\p{L}* (\\p{L}+ )?(hata|sorun)|hata olus|bir (hata|sorun)|sirasinda.{0,20}(hata|sorun)|zaman asimi|(islem|talep|istek)\\p{L}* (gercekles|tamamlan|islen)',
	'\\bloi (he thong|may chu|server|noi bo|khong xac dinh|ket noi|co so|database|trong|khi|xay|da)|co loi|^\\s*loi\\s*$|he thong (dang )?(loi|ban|qua tai)|xay ra loi|gap (loi|su co)|su co|het thoi gian|qua thoi gian|khong the (xu ly|tao|ket noi|luu|thuc hien)|that bai',
	'(внутрен|неизвест|непредвид|сервер|систем|техническ)\\p{L}* (\\p{L}+ )?(ошибк|сбо|проблем)|ошибка|произош|возникл|что-то пошло|таимаут|таим-аут|врем\\p{L}* ожидания|\\bсбои|не ?удалось|не отвечает',
	'err(o|or) (interno|desconhec|desconoc|inesperad|geral|general|(no|do|de|del|en el|en la) (servi|sistema|banco|base|conex|rede|red)|ao|al|durante)|(ocorreu|aconteceu|houve|ocurrio|produjo|ocurrido|hubo) (um|un)|\\b(um|un) err(o|or)\\b|algo (deu|salio|ha) |tempo (limite|esgotado)|tiempo de espera|(falha|fallo) |nao foi possivel|no (se pudo|fue posible)',
	'kesalahan|kendala|gangguan|terjadi|waktu habis|gagal|tidak (dapat|bisa) (memproses|membuat|menyimpan|terhubung)|serveur (indispo|ne repond|surcharge)|erreur (interne|inconnue|serveur|du|lors)|une erreur|(interner|unbekannter|unerwarteter) (\\p{L}*)?fehler|serverfehler|ein fehler|fehler (ist|aufgetreten|beim)|zeituberschreitung|服务器|内部错误|未知错误|超时|系统(错误|繁忙|异常)|(发生|出现)了?\\p{L}{0,6}错误|^[^\\p{L}]*错误[^\\p{L}]*$|сервер\\p{L}* (временно )?недоступ|خطأ|エラー|오류|wystapil|\\bblad (serwera|wewnetrzny|bazy)',
);

const COULD_NOT =
	/(?:could not|couldn't|cannot|can not|unable to) (?=(?:create|process|save|record|store|submit|connect|insert|register|complete|handle|reach|write|commit|acquire|update|parse|decode|lock)\b)|(?:(?:could|can) ?not|couldn't) be (?=(?:saved|stored|recorded|inserted|written)\b)|\bnot (?:been )?(?=(?:saved|stored|recorded|inserted|written)\b)/g;

/** Words without a reason: come back later, or ask someone. */
const LATER = either(
	'try (it |again|later)|again later|retry|\\bcontact\\b|(ask|inform|notify) (the |your |our )?(support|admin)|tekrar dene|daha sonra|destek|yonetici|thu lai|lien he|попробу|повторит|позже|обратит|свяжит|tente |mais tarde|contat|intente|mas tarde|contact[ae]|coba lagi|hubungi|reessa|erneut|spater|重试|联系',
);

/** Any kind of reason. */
const SOME_REASON = either(
	ANY,
	'already|cannot|can not|can.t |eligible|denied|forbidden|prohibited|validation|parameter error|only |log ?in\\b|too (many|few|long|short|big|small|high|low)\\b',
);

const DONE = either(
	'\\b(order|refill|cancel(l?ation)?|request|payment|money|funds|balance|amount|you|account|card)\\b.{0,40}?\\b(placed|created|deducted|debited|submitted|recorded|accepted|sent to)\\b|\\b(placed|created) (an? |the |your )?order\\b|\\b(charged|deducted|debited)\\b|\\bsuccessfully ordered\\b|\\bpaid \\p{Sc}?\\d|\\b(payment|money|funds|balance|amount|wallet)\\b.{0,30}?\\b(taken|withdrawn|subtracted|reduced|received|went through)\\b|\\b(taken|took|withdrawn|subtracted)\\b.{0,15} from (the |your )*(account|balance|wallet)\\b',
	'(siparis|bakiye|ucret|talep|para)\\p{L}* .{0,30}?(olusturuldu|verildi|alindi|kaydedildi|gonderildi|dusuldu|kesildi|tahsil edildi|iletildi)',
	'(don|tien|so du|yeu cau)\\b.{0,25}?\\bda (duoc |bi )?(tao|dat|tru|gui|ghi nhan|thanh toan)|\\bda (tao|dat) don|da tru tien',
	'(заказ|средств|деньги|баланс|оплата|сумма).{0,25}?(создан|размещен|оформлен|отправлен|списан|принят|снят)(?!и)|баланса снят|списан(?!и)',
	'(pedido|orden|saldo|valor|cargo|cobranca).{0,25}?(criad|cread|realizad|enviad|cobrad|debitad|descontad|registrad|feito|hecho)|\\bse han? (descontado|cobrado|debitado)',
	'(pesanan|order|orderan|saldo).{0,20}?((berhasil|telah|sudah).{0,10}?(dibuat|dikirim|diproses)|dibuat\\b|(ter|di)potong)',
	'commande.{0,25}?(creee|passee|envoyee)|\\bdebite|bestellung.{0,25}?(erstellt|aufgegeben|angelegt)|abgebucht|\\bdebitado|\\b(montant|somme|compte)\\b.{0,25}?\\bpreleve|bakiye dustu|已(被|经)?扣(除|款|费)|تم (إنشاء|تنفيذ) (الطلب|طلب)|تم (خصم|سحب)',
	'\\bordine.{0,25}?(creat|effettuat|inviat|ricevut)|addebitat|bestelling.{0,25}?(aangemaakt|geplaatst|verzonden)|afgeschreven|zamowieni.{0,25}?(utworzon|zlozon|złozon|przyjet)|замовлення.{0,25}?(створен|розміщен|приинят)(?!н)|\\bcomanda.{0,25}?(creat|plasat|trimis)|ऑर्डर.{0,20}?(बन गया|बनाया|दिया गया)|คำสั่งซื้อ.{0,20}?สร้างแล้ว',
);
/** Words that mean an order exists; for a cancel or a refill, they are the reason for the refusal. */
const EXISTS = either(
	'\\border( #?\\w{1,40})?( (is|was|has been|have been|are|id))?( (now|successfully|already))? (saved|queued|received|registered|confirmed|inserted|generated|added|made|started|live|went through|on hold|pending|processing|being processed|in (the )?queue)\\b(?! (error|fail))',
	'siparis\\p{L}* .{0,20}?(siraya|isleme|isleniyor|kabul edildi)',
	'\\bdon( hang)?\\b.{0,20}?(da (duoc )?(luu|nhan|tiep nhan|xep hang|dang ky)|dang (duoc )?xu ly)',
	'заказ.{0,20}?(сохранен|получен|зарегистрирован|обрабатыва|в (обработке|очереди))',
	'(pedido|orden) .{0,20}?(salv[oa]|guardad|recebid|recibid|aceit|aceptad|processando|procesando|(em|en) proces|na fila|en cola)',
	'(pesanan|order) .{0,20}?(diterima|disimpan|terdaftar|antrian|(sedang )?diproses)',
	'commande.{0,20}?(enregistree|recue|acceptee|en cours de traitement)|bestellung.{0,20}?(gespeichert|empfangen|angenommen|registriert|wird (bearbeitet|verarbeitet))',
	'订单(已|正在).{0,3}?(创建|生成|提交|保存|接收|收到|接受|处理|排队)|주문.{0,6}?(접수|생성|저장|처리)|注文.{0,8}?(受け付け|作成|保存|処理)',
);
/** An order named in the words of a rate limit, unless orders are what is limited. */
const AN_ORDER = new RegExp(
	`(?:${ORDER})(?!s?( requests?)? (per|in \\d|within|limit|every)\\b)(?<!(?:too many|requests? for|per|new|\\d) (?:${ORDER}))|duplicate`,
	'u',
);
const CHANGE = /cancel|refill|\biptal|telafi|\bhuy\b|bao hanh|отмен|рефил|batal|reposic|recarga/;
const UNDONE =
	/\bnot\b|n't\b|\bnever\b|\bnor?\b|\bnone\b|nothing|cannot|without|(will|would|can|could|must|should|shall|to)( only| not)? be\b|\b(before|if|until|unless|when|only)\b|khong|chua|\bneu\b|(?<!\p{L})(не|нет|без)(?!\p{L})|\bnao\b|\bsem\b|nenhum|\bsin\b|ningun|tidak|belum|gagal|\bpas\b|\bnon\b|nicht|kein|долж|\b(ser|sea|seja) |\bniet\b|\bgeen\b|(?<!\p{L})nie(?!\p{L})|\bnu\b|नहीं|ไม่|(?<!\p{L})(?:لم|لن|لا)(?!\p{L})/u;

/** Negations between the order and what should have happened to it. */
const DENIAL = new RegExp(NOT, 'u');
/** The same in other word forms, or without a word for the order. */
const NOT_DONE = either(
	"\\bno (new )?order (was |has been )?(placed|created|made|submitted|accepted)\\b|(\\bnot|n't|\\bnever) (yet )?(place|create|submit|accept|make)\\b|^\\W*(not |un)(been )?(placed|created|accepted|submitted|success\\p{L}*|ordered|sent|saved|made|ok)\\b",
	'(siparis|bakiye)\\p{L}* .{0,30}?(olusturul|veril|alin|kaydedil|gonderil|dusul|kabul edil)(a?ma)(di|mis)',
	'\\bdon( hang)?\\b.{0,20}?(chua|khong) (duoc )?(tao|dat|gui|ghi nhan|luu)|(pesanan|order) .{0,20}?(tidak|belum|gagal) (di)?(buat|kirim|proses|terima|simpan)',
);

/** The clauses of folded words. */
const clausesOf = (text: string): string[] =>
	text.split(/[.!?;:,\n()]+(?=\s|$)|\s(?:but|however|yet|and)\s/);

/**
 * Whether words say that something was placed, created or charged, whatever else they say. "Order was not placed"
 * does not, nor does "you can cancel only orders placed an hour ago".
 */
export function saysDone(words: string): boolean {
	const text = fold(words);
	const isOfChange = CHANGE.test(text);
	return clausesOf(text).some((clause) => {
		const match = DONE.exec(clause) ?? (isOfChange ? null : EXISTS.exec(clause));
		if (!match) return false;
		const end = match.index + match[0].length;
		return !UNDONE.test(clause.slice(0, end)) && !/\bago\b|назад/.test(clause.slice(end));
	});
}

/** Whether words say that something was not placed, created or charged: "Order was not placed". */
export const saysUndone = (words: string): boolean =>
	!saysDone(words) &&
	clausesOf(fold(words)).some(
		(clause) =>
			NOT_DONE.test(clause) ||
			[DONE, EXISTS].some((done) => DENIAL.test(done.exec(clause)?.[0] ?? '')),
	);

/** Kinds for which a bare code such as `neworder.error.link` is enough. */
const NAMED_BY_CODE: readonly FailureKind[] = [
	'funds',
	'serviceId',
	'link',
	'quantity',
	'apiKey',
	'refused',
];

/** The first meaning found in any sentence of the words. */
const find = (
	meanings: readonly Meaning[],
	text: string,
	isSubject: boolean,
): FailureKind | undefined => {
	const sentences = sentencesOf(text);
	return meanings.find(({ kind, about, says }) =>
		sentences.some(
			(each) =>
				about.test(each) &&
				(!says || (isSubject && NAMED_BY_CODE.includes(kind)) || says.test(each)),
		),
	)?.kind;
};

/**
 * The kind of failure that a panel's words mean, or null if they are unknown. A reason in the order, the account or
 * the panel wins over the server's own trouble, unless the words say that something was done.
 */
export function knownMeaning(words: string): FailureKind | null {
	if (UNAVAILABLE.test(words)) return 'serverError';
	// "The server could not …" is the server's failure, not a negation of the subject next to it.
	const text = fold(words).replace(COULD_NOT, 'failed to ');
	const isBareCode = isCode(words) && !TROUBLE.test(text);
	const reason = find(REASONS, text, isBareCode);
	const isBehind = reason !== 'activeOrder' && sentencesOf(text).some((each) => BEHIND.test(each));
	// Waiting and resending is right only if nothing else is said: next to trouble or an order, the order may be placed.
	const isMixed =
		reason === 'rateLimit' &&
		[TRACE, TROUBLE, DONE, EXISTS, AN_ORDER].some((each) => each.test(text));
	const first = isBehind || isMixed ? 'serverError' : reason;
	// "You already placed an order with this link" is about an earlier order; "but it was not saved" about this one.
	const isEarlier =
		first === 'activeOrder' && !/\b(but|however|save|saved|record|store)\b/.test(text);
	if (!isEarlier && saysDone(words)) return 'serverError';
	if (first) return first;
	if (TRACE.test(words.slice(0, HEAD).toLowerCase().replace(COULD_NOT, 'failed to ')))
		return 'serverError';
	const named = find(NAMED, text, isBareCode);
	if (named) return named;
	return TROUBLE.test(text) ? 'serverError' : null;
}

/** Like `knownMeaning`, but words without a known meaning also count: a plain refusal, or trouble of the server. */
export function meaningOf(words: string): FailureKind {
	return knownMeaning(words) ?? (isVague(words) || isMere(words) ? 'serverError' : 'refused');
}

/** Whether words give any reason, known or not: without one, nobody can tell that nothing was done. */
export const saysReason = (words: string): boolean =>
	knownMeaning(words) !== null || saysUndone(words) || SOME_REASON.test(fold(words));

/** A state in which an order can be neither refilled nor canceled. */
const STATE =
	/\b(order|siparis|don hang|pedido|orden|pesanan|commande)\p{L}* .{0,20}?(complet|tamamlan|hoan thanh|concluid|finaliz|selesai|termin)|заказ .{0,20}?(выполнен|заверш)/u;

/** Whether words give an order's state as the reason not to change it: "Order is not completed". */
export const saysState = (words: string): boolean =>
	knownMeaning(words) === null && STATE.test(fold(words));

/** Whether text next to an error says that something was done after all, or that a program crashed. */
export function contradicts(text: string): boolean {
	const folded = fold(text);
	return BROKEN.test(folded) || saysDone(text) || DONE_FLAG.test(folded);
}

const BROKEN = /sqlstate|pdoexception|stack ?trace|fatal error|internal server error/;

/** Success flags and codes of a server's error in JSON; folded, so `order_created` has no separator. */
const DONE_FLAG =
	/"(?:order ?)?(?:created|placed|charged|saved)": ?(?:true|1\b|"true")|"(?:code|status ?code|status)": ?"?5\d\d\b/;

/** Whether a single word is all that was said, and gives no reason. */
export const isMere = (words: string): boolean => MERE.test(fold(words));

/** The title of HTTP 503; its "service" is not one for sale. */
const UNAVAILABLE = /^\s*(?:Service (?:Temporarily )?Unavailable|SERVICE UNAVAILABLE)\W*$/;

/** A code or word that is all that was said, and gives no reason. */
const MERE =
	/^\W*(?:(?:(?:http|status|code|error) ?)*5\d\d|pending|processing|queued|success(?:ful(?:ly)?)?|succeeded|ok|okay|done|accepted|received|created|completed?|успешно|basarili|sucesso|exito|erfolg(?:reich)?|نجاح|berhasil|सफल|成功)\W*$/;

/** "Try again later", "contact support": not a reason. */
const isVague = (words: string): boolean => {
	const text = fold(words);
	return LATER.test(text) && !SOME_REASON.test(text);
};
