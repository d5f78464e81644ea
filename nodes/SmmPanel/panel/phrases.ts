/**
 * Whole phrases of panels, by language: reasons, trouble without a reason, and what was or was not done. For how to add
 * one, see `words.ts`.
 */

import { oneOf } from './words';

// Reasons.

/** Another order for the same link is not finished. */
export const ACTIVE_ORDER = oneOf({
	en: [
		'active( processing)? order|link duplicate|duplicated? (order(?! id)|link)|same (link|order)',
		'identical order|\\bduplicated order(?! id)|neworder error duplicate',
		'order (already )?exists(?! in (the )?(database|db|table))',
		'(?<!\\b(?:request|transaction|payment|operation|submission|id|number) (?:is |was |has )?)' +
			'(already|currently) (running|in progress|active|processing|has|have|exist|being processed)' +
			'(?!.*(refill|cancel|connection|database))',
		'\\b(link|url) (is )?((already|currently) )?in (use|pro(gress|cess)|(the |our )?queue)',
		'wait (until|till) (the |your |previous )*order',
		'wait (until|till|for) (the |your )*' +
			'(previous|current|last|existing|other|earlier|active|first|old) order',
		'wait for (the )?completion of (the |your )*' +
			'(previous|last|current|first|existing|active) order',
		'(pending|unfinished|incomplete|uncompleted|ongoing|running|open) order ' +
			'(on|with|for) (this|the|that|your)( same)? (link|url)',
		'order (on|with|for) (this|the same) (link|url)( is)? (still|already|currently)',
		'another order (on|with|for) (this|the|that) (same )?(link|url)',
		'already (placed|ordered).*\\blink',
		'(previous|earlier|last) order (is |was |has )?((still )?not (been )?(yet )?(complet|finish)|still )',
		'\\borders? (is |was )?(a )?duplicated?\\b|^\\W*duplicated?\\W*$',
		'order (is )?(still |already )?in pro(gress|cess) (on|with|for) (this|the|that) (link|url)',
		'\\b(link|url) (is )?(still |already |currently )?busy',
		'\\b(link|url) (already )?has (an? |another )?' +
			'(pending|unfinished|incomplete|uncompleted|ongoing|running|open) order',
		'order (on|with|for) (this|the same) (link|url) (is )?' +
			'(still |already )?(in pro(gress|cess)|running|pending)',
		'\\b(an|another) order (on|with|for|to) (this|the same) (link|url) is being processed',
		'(while|when|until) (the |your )?previous (one|order)|locked by another order',
		'\\b(complete|finish) (your |the )?(previous|last|current|old) order',
		'looks like (a )?duplicate|\\b(link|url) is (already |still )?pending',
	],
	ar: 'طلب نشط',
	de: 'eine (aktive|offene) bestellung|laufende bestellung',
	es: [
		'mism[oa] (link|enlace)|(pedido|orden) anterior',
		'(pedido|orden) (activ|en (curso|proceso)|duplicad)',
		'(pedido|orden) pend(i)?ente (para|con|com|en)',
		'\\b(ya|ja) (tien|exist|hay|tem\\b|possui).{0,12}(pedido|orden)',
		'(link|enlace) (ya )?(esta )?en uso',
	],
	fa: 'سفارش فعال',
	fr: 'commande est deja en cours (pour|sur)|commande (active|en cours)',
	id: [
		'pesanan (aktif|masih|sebelumnya)|(link|tautan) yang sama|masih (aktif|berjalan)',
		'(link|target|tautan) (masih|sedang) dalam proses',
		'masih ada (pesanan|order)|pesanan yang (sedang|masih)|(pesanan|orderan) .{0,25}masih',
	],
	it: 'ordine (gia )?attivo',
	ko: '(활성|진행 중인) 주문',
	pl: 'aktywne zamowienie',
	pt: 'mesmo link|(pedido|orden) (ativ|em andamento)|\\blink (ja )?(esta )?em uso',
	ru: [
		'активн\\p{L}* заказ|предыдущ\\p{L}* заказ',
		'заказ\\p{L}* (уже|еще) (есть|выполн|актив|запущ|существ)',
		'уже (есть|выполняется|запущен|существует)',
		'ссылк\\p{L}* уже в (работе|обработке|очереди)',
		'(незаверш|невыполн)\\p{L}* заказ',
	],
	tr: [
		'ayni (link|baglanti|siparis)|olan baglanti|aktif (bir )?siparis|yeni bir siparis',
		'icin zaten (bir )?siparis|onceki siparis\\p{L}* (tamamlan|bit|hala)',
		'\\blink\\p{L}* (zaten|hala|su an) (islemde|kullanim|calis)',
		'devam eden (bir )?siparis|\\blink\\p{L}* (islemde|kullanimda)',
		'daha once siparis ver|tamamlanmasini bekle',
		'(bekleyen|tamamlanmamis) siparis|\\blink sistemde aktif',
	],
	uk: '(активн|попередн)\\p{L}* замовлен',
	uz: 'faol buyurtma|havolaga buyurtma',
	vi: [
		'don (hang )?(dang|chua).{0,20}(chay|hoan thanh)|don (hang )?truoc.{0,15}hoan thanh',
		'(?<!^\\W{0,3})don (hang )?(dang|chua).{0,20}xu ly|(link|lien ket) nay dang chay',
		'trung (link|don)|\\blink da ton tai',
		'don hang trung|(link|lien ket) nay dang (duoc )?xu ly',
	],
	zh: '(进行中?|未完成)的订单|已有订单',
});

/** Before a number and `A_WHILE`: "wait 5 minutes". */
export const WAIT = oneOf({
	en: 'wait|in',
	es: 'espere',
	id: 'tunggu',
	pt: 'aguarde',
	ru: 'подождите',
	tr: 'bekleyin',
	vi: 'doi',
});

/** Seconds or minutes, after a number. */
export const A_WHILE = oneOf({
	en: 's|min',
	id: 'detik',
	ru: 'с|мин',
	tr: 'saniye',
	vi: 'giay',
});

export const RATE_LIMIT = oneOf({
	en: [
		'rate[ -]?limit|api limit|max(imum)? requests|requests? limit|limit of requests',
		'requests? per|too many (\\w+ )?(requests?|attempts?|tries|calls)|(too|so|very) fast\\W*$',
		'again after \\d+ (s|min)|retry after \\d+|wait for \\d+ (s|min)|slow down|throttl|flood',
		'spam protection',
		'request rate|(request\\w*|calls?) (is |are )?too (frequent|often)|too frequent',
		'between (each )?requests|(?<!disk )quota (exceeded|reached)',
		'too many orders (per|in|within)\\b',
		'(api )?call limit|number of requests|error code: 1015',
	],
	ar: 'طلبات كثيرة|كثرة الطلبات',
	cs: 'prilis mnoho pozadavk',
	de: 'zu viele (anfr|versuch)',
	es: 'limite de (solic|petic)|demasiad\\p{L}+ (solic|petic|intent)',
	fa: 'تعداد درخواست ?ها',
	fr: 'trop de (requ|tentat)',
	hi: 'बहुत (अधिक|ज्यादा) अनुरोध',
	hu: 'tul sok keres',
	id: 'terlalu (banyak (permintaan|request|percobaan)|sering)|batas permintaan',
	it: 'troppe richieste',
	ja: 'リクエストが多',
	ko: '요청이 너무 많',
	pl: 'zbyt wiele (zadan|zapytan)',
	pt: 'limite de requis|muitas (tentativ|requis|solicit)',
	ru: [
		'лимит запрос|количеств\\p{L}* запрос|част(ые|ых) запрос|через \\d+ (с|мин)',
		'слишком (много (запрос|попыт)|част)|wait for \\d+ (с|мин)',
	],
	sv: 'for manga (forfragn|forsok)',
	th: 'คำขอมากเกินไป',
	tr: 'cok (fazla|sik) (istek|deneme|talep)|istek limit|\\d+ (saniye|dakika) bekle',
	uk: '(забагато|занадто багато) запит',
	uz: 'ko.p so.rov',
	vi: 'qua nhanh|qua nhieu (yeu cau|lan)|(doi|cho) \\d+ (giay|phut)|qua nhieu request',
	zh: '请求过|频繁|频率过|请求频率',
});

export const NO_FUNDS = oneOf({
	en: [
		'payment required|^\\W*(please )?top[ -]?up\\W*$|(recharge|top ?up) your (account|wallet)',
		'\\bno (balance|funds?|money|credits?)\\b|out of (credit|fund|balance|money)',
		'(insufficient|not enough) (points|coins|tokens|quota)|spending limit',
		'have \\p{Sc}?[\\d.]+,? (but|and) need',
		'^\\W*(refill (your )?balance|fund your (account|wallet)|(deposit|balance|funds) (is |are )?required)',
		'please (increase|refill|load|charge|credit) (your )?(balance|account|wallet)|make a deposit',
		'(top[ -]?up|recharge) (required|needed)',
	],
	tr: 'bakiye(niz)? yok',
});

export const NO_REFILL = oneOf({
	en: 'no (such )?(refill|bao hanh)',
	vi: 'khong tim thay (yeu cau )?(refill|bao hanh)',
});

export const OVER_LIMIT = oneOf({
	en: [
		'(follow|exceed\\p{L}*|over|above|reached|out of) (the |your |daily |order )*limit',
		'limit (has been |is |was )?(exceeded|reached)|\\border limit(:| is\\b)|out of (range|bounds)',
		'limit (for|of|on) (this|the|your) (link|url|service)\\b.{0,12} (exceeded|reached)',
	],
	ru: 'превышен\\p{L}* (\\p{L}+ )?лимит(?! (врем|ожид|памят))',
});

export const UNAUTHORIZED = oneOf({
	en: [
		'unauthori[sz]ed|unauthenticated|not (authenticated|authori[sz]ed|logged)|please log ?in',
		'auth\\p{L}* (fail|required|error)|(invalid|bad|wrong) auth\\b|login (required|first|failed)',
		'^\\W*(invalid|wrong|bad|incorrect) api\\W*$',
	],
	de: 'nicht autorisiert',
	es: 'no autoriz|autentica',
	pt: 'nao autoriz',
	ru: 'не ?авториз',
	tr: 'giris yap',
	vi: 'vui long dang nhap',
	zh: '未授权',
});

/** What is linked is not public. */
export const PRIVATE = oneOf({
	en: [
		'\\b(account|user|video) ((is|was|must be|should be|set to) )?(not )?(private|public)\\b',
		'\\bprivate (account|profile|user|video)\\b|\\b(make|set) (your |the )?\\w+ (to )?public\\b',
		'age[ -]restricted',
	],
	ar: 'الحساب خاص',
	es: '\\b(cuenta|conta)\\b.{0,12} privad',
	fr: '\\bcompte\\b.{0,8} prive',
	id: '\\bakun\\p{L}* (privat|gizli|di ?kunci)',
	ru:
		'(видео|фото|(?<!учетн\\p{L}{0,3} )запис[ьи]|опрос|сообществ\\p{L}*|публикаци\\p{L}*' +
		'|комментари\\p{L}*|пост) (не наиден|удален|закрыт|недоступ|заблокир)|аккаунт.{0,10} приват',
	tr: '\\bhesa[bp]\\p{L}* (privat|gizli|di ?kunci)',
	vi: 'tai khoan.{0,15} rieng tu|\\b(video|bai viet|link) (da )?bi khoa',
	zh: '私密',
});

/** With `UPKEEP`. */
export const MAINTENANCE = oneOf({
	en: 'under construction',
	de: 'gewartet',
	pt: 'manutencao',
	ru: 'техническ\\p{L}* работ|техработ|обслуживани|профилактическ',
	tr: 'bakim(da| |$)',
});

/** Orders, as what the panel does not take at present. */
export const ORDERING = oneOf({
	en: [
		'ordering',
		'\\borders (are |is )?(currently |temporarily )?' +
			'(disabled|closed|stopped|suspended|unavailable|paused)',
		'\\bnew orders? (are |is )?(currently |temporarily )?not\\b',
		'\\border plac(ing|ement)\\b',
	],
	ru: 'заказ(ы|ов) (временно )?(недоступ|отключ|приостанов|закрыт|остановл)',
	tr: 'siparis alimi',
	vi: '\\bdat hang',
});

/** The account may not use the panel. */
export const DENIED = oneOf({
	en: [
		'access (is )?(denied|forbidden|restricted|blocked|disabled)|unknown panel|panel not found',
		'(?<!(contains?|has|have|with|uses?|using|the) )forbidden' +
			'(?! (word|content|text|symbol|char|key|link|domain|url))',
		'^\\s*((you|user) (are|is|were|have been|has been) )?(permanently |temporarily )?' +
			'(banned|suspended|blocked)\\b',
		'^\\s*(you (have|do not have|don.t have) )?(no |any )?permissions?( denied)?\\W*$',
		'^\\W*(invalid|wrong) user\\W*$|verify your (account|e-?mail|phone)',
		'e-?mail( address)? (is )?not (yet )?(verified|confirmed)',
		'not (allowed|permitted|authori[sz]ed) to (((place|create) (new |any )?orders?|access)\\b' +
			'|use (the |our |this )?(api|panel|site))',
		'\\bpanel (subscription )?(is |has |has been )?(disabled|suspended|expired)',
		'your access (has been |is |was )?(revoked|blocked|disabled|suspended)',
		'(cannot|can.t|can not) use (the )?api|^\\W*no (api )?access\\b',
		'(not|n.t) accept(ing)? (new |any )?orders',
	],
	de: 'zugriff verweigert',
	es: 'acceso (denegado|prohibido)',
	fr: 'acces (refuse|interdit)',
	id: 'akses ditolak',
	pt: 'acesso (negado|bloqueado|proibido)',
	ru: 'доступ (к api )?(запрещ|закрыт|ограничен)|^\\s*(вы )?заблокирован',
	tr: 'erisim (engellendi|reddedildi)',
	vi: 'truy cap bi (tu choi|chan)',
	zh: '\\bip ?(地址)?不',
});

// No reasons.

/** The server's own trouble: it cannot be told whether something was done. */
export const TROUBLE = oneOf({
	en: [
		'\\b(temporary|internal|server|system|database|db|unknown|unexpected|unhandled|general|fatal' +
			'|critical|gateway|network|connection|api|provider|technical|processing|runtime|backend)' +
			' (server )?(err|failure|fault|exception|issue|problem|trouble|difficult)',
		'time(d)?[ -]?out|gateway|exception|crash|something (\\w+ ){0,3}(wrong|bad|broke|happened)',
		'went wrong|\\boops',
		'(server|system) (is )?(currently )?(busy|down|overload|not respond)|server (is )?unavailable',
		'there (was|is) an? (error|problem|issue)|(problem|issue) (while|when|creating|processing|with)',
		'error (has |had )?(occur|happen)|\\bservice (returned )?(an )?error|error unknown',
		'error (while|when|during|in|processing|creating|placing|saving|writing|updating|inserting' +
			'|sending|logging)\\b',
		"(failed|failure|unable|could not|couldn't|cannot|can not|can.t) (to )?(update|create|place" +
			'|process|save|record|store|submit|connect|insert|register|complete|handle|reach|send' +
			'|communicate|deduct|charge|writ(?:e|ten)|commit|open|fetch|retrieve|respond' +
			'|be (processed|completed|handled|saved|recorded))',
		'(creation|saved?|saving|insert|processing|transaction|connection|request|operation) ' +
			'(has |was )?fail',
		'\\b(order|refill|cancel\\p{L}*) (has )?failed|\\b(order|save|create|insert) error\\b',
		'(invalid|empty|no|bad|malformed|unexpected|unknown) (api |server )?(response|answer|reply)',
		'^\\s*temporar|^\\s*(an? )?(unknown|error|fail|failed|failure|exception)( error)?\\s*$',
		'server (is )?(currently |temporarily )?(unavailable|not available|down|offline)|took too long',
	],
	ar: 'خطأ',
	de: [
		'(interner|unbekannter|unerwarteter) (\\p{L}*)?fehler|serverfehler|ein fehler',
		'fehler (ist|aufgetreten|beim)|zeituberschreitung',
	],
	// And Portuguese.
	es: [
		'err(o|or) (interno|desconhec|desconoc|inesperad|geral|general|ao|al|durante)',
		'err(o|or) (no|do|de|del|en el|en la) (servi|sistema|banco|base|conex|rede|red)',
		'\\bu[mn] err(o|or)\\b|(ocurrio|produjo|ocurrido|hubo) u[mn]|algo (salio|ha) |fallo ',
		'servidor (esta )?(no disponible|indispon|ocupado|sobrecarg)|tiempo de espera',
		'no (se pudo|fue posible)',
	],
	fr: 'serveur (indispo|ne repond|surcharge)|erreur (interne|inconnue|serveur|du|lors)|une erreur',
	id: [
		'\\bsistem (server )?(err|failure|fault|exception|issue|problem|trouble|difficult)',
		'kesalahan|kendala|gangguan|terjadi|waktu habis|gagal',
		'tidak (dapat|bisa) (memproses|membuat|menyimpan|terhubung)',
	],
	ja: 'エラー',
	ko: '오류',
	pl: 'wystapil|\\bblad (serwera|wewnetrzny|bazy)',
	pt: '(ocorreu|aconteceu|houve) u[mn]|algo deu |tempo (limite|esgotado)|falha |nao foi possivel',
	ru: [
		'(внутрен|неизвест|непредвид|сервер|систем|техническ)\\p{L}* (\\p{L}+ )?(ошибк|сбо|проблем)',
		'ошибка|произош|возникл|что-то пошло|таимаут|таим-аут|врем\\p{L}* ожидания|(?<!\\p{L})сбои',
		'не ?удалось|не отвечает|сервер\\p{L}* (временно )?недоступ',
	],
	tr: [
		'(sunucu|sistem|dahili|ic|bilinmeyen|beklenmeyen|beklenmedik|veritabani|baglanti|teknik)' +
			'\\p{L}* (\\p{L}+ )?(hata|sorun)',
		'hata olus|bir (hata|sorun)|sirasinda.{0,20}(hata|sorun)|zaman asimi',
		'(islem|talep|istek)\\p{L}* (gercekles|tamamlan|islen)',
	],
	vi: [
		'\\bloi (he thong|may chu|server|noi bo|khong xac dinh|ket noi|co so|database|trong|khi|xay|da)',
		'co loi|^\\s*loi\\s*$|he thong (dang )?(loi|ban|qua tai)|xay ra loi|gap loi|su co|that bai',
		'het thoi gian|qua thoi gian|khong the (xu ly|tao|ket noi|luu|thuc hien)',
	],
	zh: [
		'服务器|内部错误|未知错误|超时|系统(错误|繁忙|异常)|(发生|出现)了?\\p{L}{0,6}错误',
		'^[^\\p{L}]*错误[^\\p{L}]*$',
		'数据库',
	],
});

/**
 * Words from inside a server, about programs rather than orders. Searched in lower case but without folding, which takes
 * `_` and `.` out of names.
 */
export const TRACE = oneOf({
	en: [
		// A database.
		'sqlstate|mysql|mariadb|postgres|\\bpdo\\b|deadlock|lock wait|constraint|\\bquery\\b|sql error',
		'unknown (database|column|table|collation|system variable|storage engine|prepared|thread)',
		'foreign key|duplicate (entry|key|order id)|rolled ?back',
		'access denied for user|using password|\\bmax_(user_connections|questions|connections)',
		'\\b(table|column)s?\\b|incorrect [\\w ]{1,20} value\\b|for column|have a default value',
		'(can.?t|cannot|could not|failed to) insert',
		'(?:\\b|_)(id|number) (is )?already (exists?|taken|used|in use)',
		'already exists in (the )?(database|db|table)|disk image',
		// A program.
		'stack ?trace|traceback|\\w::\\w+\\(|\\w\\(\\): |\\bclass .{1,60} not found|\\w+controller\\b',
		'\\w*exception\\b|php error|parse error|syntax error|fatal error|undefined|call to a|\\bcsrf\\b',
		'too few arguments|argument supplied|operand types?|to string conversion|division by zero',
		'(?<!\\b(?:quantity|link|url|service|service id|comments|runs|interval|orders?|username|min|max' +
			'|delay)(?: field)? )must be (of (the )?type|an? (array|string|integer|instance))',
		'on line \\d|trying to (get|access)|cannot read|null ?(pointer|reference)|on null',
		'object reference|header information|nesting level|\\b(view|route) \\[|segmentation',
		'\\.(php|java|py|js|go|rb)\\b|memory|execution time|no such (table|file)',
		'json_(de|en)code|json (response|error|parse)|unexpected (token|end|character|response)',
		'(invalid|malformed|bad|empty|unexpected|parse|decode) (the |api |server )?(json|response)',
		'could not (serialize|be converted)|failed to (notify|publish|enqueue|dispatch|forward|sync)\\b',
		'failed to (serialize|acquire|update|parse|decode|lock)\\b',
		// A connection.
		'too many connections|\\bcurl|could not resolve|\\b(?:econn|etimedout|enotfound)|eai_again',
		'getaddrinfo|errno|\\bupstream|socket|guzzle|\\bssl\\b|broken pipe|epipe',
		'connection (was |is |has been )?(lost|reset|refused|closed|aborted|dropped)',
		'\\b50[0234]\\b ?-?:? ?(bad|gateway|service|internal)|error (code )?5\\d\\d\\b',
		'http(/[\\d.]+)? ?(error |status |code )*5\\d\\d\\b',
		// The server's other parts.
		'\\b(server|db|database|unknown|sql|key|value|type|index|attribute|reference|range' +
			'|runtime|name|lookup)error\\b',
		'resource temporarily|no space left',
		'disk (is )?(full|quota)|read-only file|\\bredis\\b|memcache|\\bcache\\b|rabbitmq|kafka',
		'\\bqueue (is |was )?(full|error|service|server|worker|connection|fail|down|unavailable)',
		'(to|into|push\\w*|job) (the )?queue\\b',
		'\\b(quantity|orders?|pric\\w+|billing|payment|balance|wallet|stock|link|key|auth\\w*|user|account' +
			'|validation|inventory) service (is )?(temporarily |currently )?' +
			'(unavailable|down|offline|not (available|respond))',
		// Perhaps the same request, which something on the way has sent twice.
		'^(?!.*(refill|cancel)).*\\b(request|transaction|payment|operation|submission) (is |was |has )?' +
			'(already|currently) (been |being )?' +
			'(process|handl|submitted|received|accepted|in progress|running|exist|complet)',
		'encryption|\\bmac is invalid|payload is invalid|on this collection|\\bproperty \\[',
		'out of sync|\\bdefiner\\b',
		'cannot (redeclare|unpack|assign|destructure|unmarshal|find module|use object|access offset)',
		'(?<!must be )\\b(of|for) type (int|string|array|null|float|bool|object|stdclass|character|numeric|bigint)',
		'\\brelation "|input syntax|prisma|sequelize|mongo|knex|typeorm|eloquent|doctrine|hibernate|jdbc',
		'is not (a function|a constructor|iterable|subscriptable)|name \\W\\w+\\W is not defined',
		'invalid (time value|array length|literal)|call stack|recursion|\\bindex (was )?out|\\bindices\\b',
		'to unpack|closed the connection|no such host|\\bdial tcp|unmarshal|\\bx509: |certificate',
		'(cannot|could not|can.t|failed to|unable to) (get|read|check|load|calculate) (the |your |user )*(balance|price|rate)\\b',
		'permission denied.{0,3}[(/]|^\\W*(class|interface|function|trait|driver|extension) not found|find driver|argumentcount',
		'number of connections|(execution|time) limit|max(imum)? connections|connection (pool )?limit',
		'(numeric value|int(eger)?) out of range',
		'invalid default value|bound variables|invalid (object|column) name|use of null|invalid cast',
		'transaction state|headers after|client (is|was) closed',
		'\\b(database|db|schema|sequence|collation|container|backend|storage|queue|worker|node|master' +
			'|instance|template|view|config|module|file|host|server|stream|session|record|row|index|role' +
			'|function)( \\S{1,40})? (is |was )?' +
			'(not (found|available)|unavailable|closed|disabled|expired|locked|does not exist)',
		'locked by another|closed by the|permission denied for|firebase|service account',
		'no database selected|no such container|in session\\b',
		'\\btype "|^\\W*already (been )?(processed|submitted|created|charged)\\W*$',
	],
});

/** Words without a reason: come back later, or ask someone. */
export const LATER = oneOf({
	en: [
		'try (it |again|later)|again later|retry|\\bcontact\\b',
		'(ask|inform|notify) (the |your |our )?(support|admin)',
	],
	de: 'erneut|spater',
	es: 'intente|mas tarde',
	fr: 'contact[ae]|reessa',
	id: 'coba lagi|hubungi',
	pt: 'tente |mais tarde|contat',
	ru: 'попробу|повторит|позже|обратит|свяжит',
	tr: 'tekrar dene|daha sonra|destek|yonetici',
	vi: 'thu lai|lien he',
	zh: '重试|联系',
});

// What was done. Of two alternatives that start at the same word, the first wins, and with it where the match ends.

/** Something was placed, created or charged. */
export const DONE = oneOf({
	en: [
		'\\b(order|refill|cancel(l?ation)?|request|payment|money|funds|balance|amount|you|account|card)' +
			'\\b.{0,40}?\\b(placed|created|deducted|debited|submitted|recorded|accepted|sent to)\\b',
		'\\b(placed|created) (an? |the |your )?order\\b|\\b(charged|deducted|debited)\\b',
		'\\bsuccessfully ordered\\b|\\bpaid \\p{Sc}?\\d',
		'\\b(payment|money|funds|balance|amount|wallet)\\b.{0,30}?' +
			'\\b(taken|withdrawn|subtracted|reduced|received|went through)\\b',
		'\\b(taken|took|withdrawn|subtracted)\\b.{0,15} from (the |your )*(account|balance|wallet)\\b',
	],
	ar: 'تم (إنشاء|تنفيذ) (الطلب|طلب)|تم (خصم|سحب)',
	de: 'bestellung.{0,25}?(erstellt|aufgegeben|angelegt)|abgebucht',
	// And Portuguese.
	es: [
		'(pedido|orden|saldo|valor|cargo|cobranca).{0,25}?(criad|cread|realizad|enviad|cobrad|debitad' +
			'|descontad|registrad|feito|hecho)',
		'\\bse han? (descontado|cobrado|debitado)|\\bdebitado',
	],
	fr: [
		'commande.{0,25}?(creee|passee|envoyee)|\\bdebite',
		'\\b(montant|somme|compte)\\b.{0,25}?\\bpreleve',
	],
	hi: 'ऑर्डर.{0,20}?(बन गया|बनाया|दिया गया)',
	id:
		'(pesanan|order|orderan|saldo).{0,20}?((berhasil|telah|sudah).{0,10}?' +
		'(dibuat|dikirim|diproses)|dibuat\\b|(ter|di)potong)',
	it: '\\bordine.{0,25}?(creat|effettuat|inviat|ricevut)|addebitat',
	nl: 'bestelling.{0,25}?(aangemaakt|geplaatst|verzonden)|afgeschreven',
	pl: 'zamowieni.{0,25}?(utworzon|zlozon|przyjet)',
	ro: '\\bcomanda.{0,25}?(creat|plasat|trimis)',
	ru: [
		'(заказ|средств|деньги|баланс|оплата|сумма).{0,25}?' +
			'(создан|размещен|оформлен|отправлен|списан|принят|снят)(?!и)',
		'баланса снят|списан(?!и)',
	],
	th: 'คำสั่งซื้อ.{0,20}?สร้างแล้ว',
	tr: [
		'(siparis|bakiye|ucret|talep|para(?!m))\\p{L}* .{0,30}?(olusturuldu|verildi|alindi|kaydedildi' +
			'|gonderildi|dusuldu|kesildi|tahsil edildi|iletildi)',
		'bakiye dustu',
	],
	uk: 'замовлення.{0,25}?(створен|розміщен|приинят)(?!н)',
	vi: [
		'(don|tien|so du|yeu cau)\\b.{0,25}?' +
			'\\bda (duoc |bi )?(tao|dat|tru|gui|ghi nhan|thanh toan)',
		'\\bda (tao|dat) don|da tru tien',
	],
	zh: '已(被|经)?扣(除|款|费)',
});

/** An order exists; for a cancel or a refill, this is the reason for the refusal. */
export const EXISTS = oneOf({
	en:
		'\\border( #?\\w{1,40})?( (is|was|has been|have been|are|id))?( (now|successfully|already))? ' +
		'(saved|queued|received|registered|confirmed|inserted|generated|added|made|started|live' +
		'|went through|on hold|pending|processing|being processed|in (the )?queue)\\b(?! (error|fail))',
	de: [
		'bestellung.{0,20}?(gespeichert|empfangen|angenommen|registriert|wird (bearbeitet|verarbeitet))',
	],
	// And Portuguese.
	es:
		'(pedido|orden) .{0,20}?(salv[oa]|guardad|recebid|recibid|aceit|aceptad|processando' +
		'|procesando|(em|en) proces|na fila|en cola)',
	fr: 'commande.{0,20}?(enregistree|recue|acceptee|en cours de traitement)',
	id: '(pesanan|order) .{0,20}?(diterima|disimpan|terdaftar|antrian|(sedang )?diproses)',
	ja: '注文.{0,8}?(受け付け|作成|保存|処理)',
	ko: '주문.{0,6}?(접수|생성|저장|처리)',
	ru: 'заказ.{0,20}?(сохранен|получен|зарегистрирован|обрабатыва|в (обработке|очереди))',
	tr: 'siparis\\p{L}* .{0,20}?(siraya|isleme|isleniyor|kabul edildi)',
	vi:
		'\\bdon( hang)?\\b.{0,20}?(da (duoc )?(luu|nhan|tiep nhan|xep hang|dang ky)' +
		'|dang (duoc )?xu ly)',
	zh: '订单(已|正在).{0,3}?(创建|生成|提交|保存|接收|收到|接受|处理|排队)',
});

/** Before `DONE` or `EXISTS` in the same clause: it is not so, or not yet. */
export const UNDONE = oneOf({
	en: [
		"\\bnot\\b|n't\\b|\\bnever\\b|\\bnor?\\b|\\bnone\\b|nothing|cannot|without",
		'(will|would|can|could|must|should|shall|to)( only| not)? be\\b',
		'\\b(before|if|until|unless|when|only)\\b',
	],
	ar: '(?<!\\p{L})(?:لم|لن|لا)(?!\\p{L})',
	de: 'nicht|kein',
	es: '\\bsin\\b|ningun|\\b(ser|sea) ',
	fr: '\\bpas\\b',
	hi: 'नहीं',
	id: 'tidak|belum|gagal',
	it: '\\bnon\\b',
	nl: '\\bniet\\b|\\bgeen\\b',
	pl: '(?<!\\p{L})nie(?!\\p{L})',
	pt: '\\bnao\\b|\\bsem\\b|nenhum|\\bseja ',
	ro: '\\bnu\\b',
	ru: '(?<!\\p{L})(не|нет|без)(?!\\p{L})|долж',
	th: 'ไม่',
	vi: 'khong|chua|\\bneu\\b',
});

/** Nothing was done, in other words than `DONE` or `EXISTS` with a `NOT` in them. */
export const NOT_DONE = oneOf({
	en: [
		'\\bno (new )?order (was |has been )?(placed|created|made|submitted|accepted)\\b',
		"(\\bnot|n't|\\bnever) (yet )?(place|create|submit|accept|make)\\b",
		'^\\W*(not |un)(been )?(placed|created|accepted|submitted|success\\p{L}*|ordered|sent|saved' +
			'|made|ok)\\b',
	],
	id: '(pesanan|order) .{0,20}?(tidak|belum|gagal) (di)?(buat|kirim|proses|terima|simpan)',
	tr:
		'(siparis|bakiye)\\p{L}* .{0,30}?(olusturul|veril|alin|kaydedil|gonderil|dusul|kabul edil)' +
		'(a?ma)(di|mis)',
	vi: '\\bdon( hang)?\\b.{0,20}?(chua|khong) (duoc )?(tao|dat|gui|ghi nhan|luu)',
});

/** An order existed and was then canceled, if `BECAUSE` follows. */
export const CANCELED = oneOf({
	en:
		'\\border( #?\\w{1,40})?( (is|was|got|has been))?( automatically)? ' +
		'(cancel\\w+|refunded)( and refunded)?',
	es: '(pedido|orden) (foi |fue )?(cancelad|reembolsad)\\p{L}*',
	id: 'pesanan (telah )?dibatalkan',
	ru: 'заказ\\p{L}* (был )?отменен',
	tr: 'siparis\\p{L}* iptal edildi',
	vi: 'don( hang)? (da )?bi huy',
});

export const BECAUSE = oneOf({
	en: ' ?[:(,–-]| because| due| as | since| by ',
	es: ' por ',
	id: ' karena',
	ru: ' из-за',
	tr: ' nedeni',
	vi: ' do | vi ',
});

/** An order, with `FINISHED`. */
export const OF_AN_ORDER = oneOf({
	en: 'order',
	es: 'pedido|orden',
	fr: 'commande',
	id: 'pesanan',
	tr: 'siparis',
	vi: 'don hang',
});

/** A state in which an order can be neither refilled nor canceled. */
export const FINISHED = oneOf({
	en: 'complet|(already|has) started|(still|currently) in progress|still (pending|processing)',
	es: 'finaliz|termin',
	id: 'selesai',
	pt: 'concluid',
	tr: 'tamamlan',
	vi: 'hoan thanh',
});

/** Notes beside an order that was placed, though they read like reasons: its start, the balance, its guarantee. */
export const NOTE = oneOf({
	en: [
		'\\b(will|should) (be )?(start|begin|complet|deliver)|\\bstarts? (in|within)\\b|guarant',
		'\\b(next|another|new) order|(please )?(make sure|ensure|do not|don.t|keep)\\b',
		'\\bbalance( is)?[^\\p{L}\\d]{0,3}\\d|\\b(sent|forwarded) to\\b',
	],
	de: 'garantie',
	ru: 'гарант',
});
