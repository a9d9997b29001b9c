"""The sentences of the methods of a cohort's report, in English, Turkish and Chinese."""

from collections.abc import Mapping

METHODS: Mapping[str, Mapping[str, str]] = {
    "reading": {
        "en": "The file {file} was read with neuromets {version} and its data dictionary; the section on "
        "provenance names the file's and the dictionary's checksums and the versions of all libraries. "
        "Doubtful cells were reported and never corrected; a patient who lacks an answer is left out of what "
        "needs it, and no value was imputed.",
        "tr": "{file} dosyası neuromets {version} ve veri sözlüğüyle okundu; dosyanın ve sözlüğün sağlama "
        "toplamları ile bütün kitaplıkların sürümleri kaynak bölümündedir. Kuşkulu hücreler bildirildi, "
        "hiçbir "
        "zaman düzeltilmedi; yanıtı eksik hasta yalnız o yanıtı gerektiren hesapların dışında bırakıldı, "
        "eksik "
        "değerlerin yerine değer konmadı.",
        "zh": "文件{file}由neuromets {version}及其数据字典读取；文件与字典的校验和及各程序库版本见来源一节"
        "。可疑单元格"
        "仅作报告，从不更正；缺少某项记录的患者仅不参与需要该项的计算，未做插补。",
    },
    "description": {
        "en": "Counts are given with percentages of those with an answer, numbers as mean with standard "
        "deviation and range and as median with quartiles (type 7 of Hyndman and Fan). All numbers are "
        "rounded half away from zero, from unrounded results.",
        "tr": "Sayımlar, yanıtı bilinenler içindeki yüzdeleriyle; sayısal değişkenler ortalama, standart "
        "sapma "
        "ve aralık ile medyan ve çeyrekler (Hyndman ve Fan tip 7) olarak verildi. Bütün sayılar "
        "yuvarlanmamış "
        "sonuçlardan, yarımlar sıfırdan uzağa olmak üzere yuvarlandı.",
        "zh": "计数附有记录者中的百分比；数值以均数、标准差、范围及中位数、四分位数（Hyndman-Fan第7型）表示"
        "。所有数字均由"
        "未舍入的结果四舍五入得到。",
    },
    "scores": {
        "en": "Scores were computed as their sources print them: {scores}. An item of which nothing is known "
        "takes its fewest and its most points; a total is given where the two ends agree, a band where both "
        "fall in one. Where lesions were scored, a patient has the worst of them.",
        "tr": "Skorlar kaynaklarında yazıldığı gibi hesaplandı: {scores}. Hakkında bilgi olmayan öğe en az "
        "ve "
        "en çok puanını alır; iki uç aynıysa toplam puan, ikisi aynı puan aralığındaysa o aralık verilir. "
        "Lezyonlar puanlandığında hasta en kötüsünü alır.",
        "zh": "评分按其来源文献计算：{scores}。未知条目取其最低与最高分；两端一致时给出总分，两端落入同一分"
        "级时给出分级。"
        "对病灶评分时，患者取最差者。",
    },
    "origin": {
        "en": "Time was counted in {unit} from {origin} to death or, in the living, to the last follow-up.",
        "tr": "Süre (başlangıcı: {origin}) ölüme, yaşayanlarda son takibe kadar {unit} olarak sayıldı.",
        "zh": "时间以{unit}计，自{origin}至死亡，存活者至末次随访。",
    },
    "time_column": {
        "en": "Time is the column {time}, in {unit}, and the event {event}.",
        "tr": "Süre {time} sütunudur ({unit}), olay ise {event}.",
        "zh": "时间取自列{time}（单位：{unit}），事件为{event}。",
    },
    "month": {
        "en": "A month has {days} days.",
        "tr": "Bir ay {days} gün sayıldı.",
        "zh": "一个月按{days}天计。",
    },
    "whole_months": {
        "en": "Every follow-up time was rounded to whole months before anything was estimated, so that no "
        "curve or table shows a day.",
        "tr": "Hiçbir eğri ya da tablo gün göstermesin diye bütün takip süreleri hesaplardan önce tam aya "
        "yuvarlandı.",
        "zh": "所有随访时间在估计前均取整到月，因此曲线和表格均不显示具体天数。",
    },
    "survival": {
        "en": "Survival was estimated by the Kaplan-Meier method, with Greenwood's variance and {band} "
        "intervals at 95%; medians follow the rule of {rule}, with the interval {conf_type}, and follow-up "
        "the reverse Kaplan-Meier method. A curve ends at its group's last observed time and is never "
        "carried forward. The restricted mean is the area under the curve to the time named.",
        "tr": "Sağkalım Kaplan-Meier yöntemiyle, Greenwood varyansı ve %95 {band} güven aralığıyla "
        "hesaplandı; "
        "medyanlar {rule} kuralına göredir (güven aralığı {conf_type}), takip süresi ters Kaplan-Meier "
        "yöntemiyledir. Eğri grubun son gözlenen süresinde biter, ileriye uzatılmaz. Kısıtlı ortalama, "
        "eğrinin belirtilen süreye kadar altındaki alandır.",
        "zh": "生存采用Kaplan-Meier法估计，Greenwood方差，95%置信区间为{band}型；中位数按{rule}规则，区间为"
        "{conf_type}，"
        "随访时间采用反向Kaplan-Meier法。曲线止于该组最后观察时间，不外推。限制性平均值为曲线下至指定时间的"
        "面积。",
    },
    "comparison": {
        "en": "Groups were compared by the log-rank test and its weighted relatives (Gehan-Breslow, "
        "Tarone-Ware, Peto-Peto), ordered groups also by a test of trend; pairs of groups with Holm's and "
        "Benjamini and Hochberg's adjustment. No other p was adjusted for the number of tests.",
        "tr": "Gruplar log-rank testi ve ağırlıklı türleriyle (Gehan-Breslow, Tarone-Ware, Peto-Peto), "
        "sıralı "
        "gruplar ayrıca eğilim testiyle karşılaştırıldı; ikili karşılaştırmalarda Holm ile Benjamini ve "
        "Hochberg düzeltmeleri verildi. Başka hiçbir p değeri test sayısına göre düzeltilmedi.",
        "zh": "组间比较采用log-rank检验及其加权形式（Gehan-Breslow、Tarone-Ware、Peto-Peto），有序分组另做"
        "趋势检验；两两"
        "比较给出Holm及Benjamini-Hochberg校正。其他P值未做多重校正。",
    },
    "regression": {
        "en": "Hazard ratios are of Cox models with Efron's treatment of ties, over the patients who have "
        "all "
        "covariates of the model. No covariate was selected by its p. Proportional hazards were tested "
        "on scaled Schoenfeld residuals.",
        "tr": "Hazard oranları, bağlar Efron yöntemiyle ele alınarak, modelin bütün değişkenleri bilinen "
        "hastalarda Cox modelleriyle hesaplandı. Hiçbir değişken p değerine göre seçilmedi. Orantılı hazard "
        "varsayımı ölçekli Schoenfeld artıklarıyla sınandı.",
        "zh": "风险比来自Cox模型，结点采用Efron法，纳入模型全部协变量均已知的患者。未按P值筛选变量。比例风"
        "险假定以标化"
        "Schoenfeld残差检验。",
    },
    "calibration": {
        "en": "Scores were judged at {horizons} {unit}: by band, what the source predicts beside 1 − "
        "Kaplan-Meier, with O/E on the log scale; discrimination by Harrell's and Uno's C and the "
        "cumulative/dynamic AUC; error by the Brier score. AUC and Brier score are weighted by the inverse "
        "probability of censoring (IPCW, Kaplan-Meier of the censoring), intervals by influence functions.",
        "tr": "Skorlar şu sürelerde değerlendirildi: {horizons} {unit}. Puan aralığına göre kaynağın "
        "öngördüğü "
        "risk, 1 − Kaplan-Meier ile yan yana, G/B log ölçeğinde verildi; ayırt etme Harrell ve Uno C ile "
        "kümülatif/dinamik AUC, hata Brier skoruyla ölçüldü. AUC ve Brier skoru sansürlenme olasılığının "
        "tersiyle ağırlıklandı (IPCW, sansürün Kaplan-Meier tahmini); güven aralıkları etki "
        "fonksiyonuyladır.",
        "zh": "评分在{horizons}{unit}进行评价：按分级将来源预测值与1 − Kaplan-Meier并列，O/E取对数尺度；区"
        "分度采用Harrell "
        "C、Uno C及累积/动态AUC，误差采用Brier评分。AUC与Brier评分按删失概率倒数加权（IPCW，删失的Kaplan-Me"
        "ier估计），"
        "区间由影响函数得到。",
    },
    "indications": {
        "en": "Stated indications were read from the texts named in the tables; what a patient's record "
        "leaves open stays open.",
        "tr": "Endikasyonlar tablolarda adı geçen metinlerden alındı; hastanın kaydında belli olmayan, belli "
        "değil olarak kaldı.",
        "zh": "适应证取自表中所列文献；记录未能确定者保持未定。",
    },
    "suppression": {
        "en": "Counts of fewer than {below} patients were withheld, and with them as many others as it takes "
        "that none can be had by subtraction.",
        "tr": "{below} hastanın altındaki sayılar gizlendi; çıkarma yoluyla bulunamasınlar diye gerektiği "
        "kadar başka sayı da gizlendi.",
        "zh": "少于{below}例的计数不予显示，并同时隐去必要的其他计数，以防通过相减推算。",
    },
    "software": {
        "en": "Software: {software}.",
        "tr": "Yazılım: {software}.",
        "zh": "软件：{software}。",
    },
}
"""Key → language → sentence; the names in braces are filled in."""

LIMITATIONS: Mapping[str, Mapping[str, str]] = {
    "retrospective": {
        "en": "The data were collected in routine care and read as they stand: what was not recorded may "
        "differ from what was, and no cause can be concluded from an association.",
        "tr": "Veriler günlük hasta bakımında toplanmış ve olduğu gibi okunmuştur: kaydedilmeyenler "
        "kaydedilenlerden farklı olabilir; bir ilişkiden neden-sonuç çıkarılamaz.",
        "zh": "数据来自日常诊疗并按原样读取：未记录者可能不同于已记录者，关联不能推断因果。",
    },
    "not_real": {
        "en": "The patients are not real, so nothing here is a finding about patients.",
        "tr": "Hastalar gerçek değildir; buradaki hiçbir şey hastalara ait bir bulgu sayılamaz.",
        "zh": "患者并非真实存在，本报告中的任何内容均不是关于患者的发现。",
    },
    "small": {
        "en": "The cohort is small ({n} patients): intervals are wide, and methods that rest on large "
        "samples "
        "are rough.",
        "tr": "Kohort küçüktür ({n} hasta): güven aralıkları geniştir ve büyük örnekleme dayanan yöntemler "
        "kabadır.",
        "zh": "队列较小（{n}例）：区间较宽，依赖大样本的方法较为粗略。",
    },
    "events_per_variable": {
        "en": "The multivariable model has {events} events for {terms} coefficients ({ratio} each; at least "
        "{least} are advised).",
        "tr": "Çok değişkenli modelde {terms} katsayı için {events} olay var (katsayı başına {ratio}; en az "
        "{least} önerilir).",
        "zh": "多变量模型有{terms}个系数、{events}例事件（每个系数{ratio}例；建议不少于{least}例）。",
    },
    "missing": {
        "en": "More than {percent} of the answers are missing in: {variables}.",
        "tr": "Şu değişkenlerde yanıtların en az {percent} kadarı eksiktir: {variables}.",
        "zh": "以下变量缺失超过{percent}：{variables}。",
    },
    "open_totals": {
        "en": "Missing items leave the band open: {scores}.",
        "tr": "Eksik öğeler nedeniyle puan aralığı bilinmeyenler: {scores}.",
        "zh": "因条目缺失而分级未定：{scores}。",
    },
    "small_bands": {
        "en": "Bands with fewer than {least} patients, whose survival is hardly known: {bands}.",
        "tr": "{least} hastadan azı bulunan, sağkalımı güvenle bilinemeyen puan aralıkları: {bands}.",
        "zh": "少于{least}例的分级，其生存估计不可靠：{bands}。",
    },
    "no_outcome": {
        "en": "The outcome is unknown for {n} of {of} patients, whom every estimate of survival leaves out.",
        "tr": "{of} hastanın {n} tanesinin sonucu bilinmiyor; sağkalım tahminleri onları içermez.",
        "zh": "{of}例患者中{n}例结局未知，未纳入任何生存估计。",
    },
    "short_follow_up": {
        "en": "Follow-up ended before {horizons} {unit}, so survival at those times is not known.",
        "tr": "Takip şu sürelerden önce bitti, bu sürelerde sağkalım bilinmiyor: {horizons} {unit}.",
        "zh": "随访在{horizons}{unit}之前结束，这些时间点的生存未知。",
    },
    "median_follow_up": {
        "en": "Half of the patients were followed for less than {median} {unit} (reverse Kaplan-Meier), "
        "which "
        "is less than the longest horizon, {horizon}.",
        "tr": "Hastaların yarısının takibi {median} {unit} süresinden kısadır (ters Kaplan-Meier); bu, en "
        "uzun "
        "süreden ({horizon}) kısadır.",
        "zh": "半数患者的随访短于{median}{unit}（反向Kaplan-Meier），短于最长时间点{horizon}。",
    },
    "errors": {
        "en": "{n} cells hold an error that was not corrected.",
        "tr": "{n} hücrede düzeltilmemiş hata var.",
        "zh": "{n}个单元格含未更正的错误。",
    },
    "many_tests": {
        "en": "Many tests were made; some small p values are to be expected by chance.",
        "tr": "Çok sayıda test yapılmıştır; bazı küçük p değerleri rastlantıyla beklenir.",
        "zh": "检验次数较多，部分较小的P值可能出于偶然。",
    },
    "no_validation": {
        "en": "No score was fitted here: they are judged as published. The hazard ratios of the models were "
        "not validated.",
        "tr": "Burada hiçbir skor geliştirilmedi; yayımlandıkları gibi değerlendirildiler. Modellerin hazard "
        "oranları doğrulanmadı.",
        "zh": "本报告未拟合任何评分，均按发表形式评价；模型的风险比未经验证。",
    },
}
"""Key → language → sentence; the names in braces are filled in."""
