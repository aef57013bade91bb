# Around every page.
skip = إلى محتوى الصفحة
nav = الدليل
nav-find = البحث عن لقاء
help-now = مساعدة الآن
help-line = إن كنتم في خطر الآن فاتصلوا برقم الطوارئ في بلدكم.
source = المصدر:
search-name = لقاءات
search-about = لقاءات الدعم المتبادل، بقربكم وعبر الإنترنت
feed-calendar = كل اللقاءات في تقويم
missing-title = لا يوجد لقاء بهذا العنوان
missing-lead = ربما انتهى، أو تغيّر عنوانه. هناك لقاءات أخرى قريبة.

# Finding.
find-title = البحث عن لقاء
find-lead = هنا يلتقي أناس يعيشون ما تعيشونه. اختاروا القليل أو الكثير كما تحبون.
find-words = عمّ تبحثون؟
find-when = متى
find-zone = الأوقات بتوقيت
find-zone-there = مكان اللقاء
find-soon = قريبًا
find-any-time = في أي وقت
find-within =
{ $hours ->
    [one] الآن أو خلال ساعة
    [two] الآن أو خلال ساعتين
    [few] الآن أو خلال { $hours } ساعات
   *[other] الآن أو خلال { $hours } ساعة
 }
find-days = في هذه الأيام من الأسبوع القادم
find-from = من الساعة
find-until = حتى الساعة
find-where = أين
find-where-why = لا يلزم أن تقولوا أين أنتم: تكفي خلية واسعة عرضها عشرات الكيلومترات.
find-cell = خلية واسعة: أول ٣ أو ٤ أحرف من geohash
find-near = أو نقطة: خط العرض، خط الطول
find-km = على الأكثر بهذا البعد
find-language = اللغة برمزها القصير: ar، en، es
find-sort = ما الذي يأتي أولًا
find-sort-best = الأنسب
find-go = ابحث
find-private = لا يظهر بحثكم في أي عنوان، فلا يُحفظ في سجل المتصفح ولا في سجل الخادم.
find-wrong = تعذرت قراءة هذا: { $name }. { $wrong }
find-count =
{ $count ->
    [zero] لا لقاءات
    [one] لقاء واحد
    [two] لقاءان
    [few] { $count } لقاءات
    [many] { $count } لقاءً
   *[other] { $count } لقاء
 }
find-nothing = لا شيء يناسب كل ما اخترتموه. احذفوا اختيارًا، أو ابحثوا في أي وقت.
find-previous = السابق
find-next = المزيد
find-page = صفحة { $page } من { $pages }
another-title = هناك طريق آخر أيضًا
another-lead = للمشكلة نفسها يساعد الناس بعضهم بعضًا بطرق مختلفة.
distance = { $km } كم

# A meeting.
meeting-online = عبر الشبكة
meeting-phone = بالهاتف:
meeting-calendar = أضيفوه إلى تقويمكم
meeting-card = بطاقة للطباعة
caution-paused = متوقف مؤقتًا: لا يجتمع حاليًا.
caution-ended = لم يعد يجتمع.
caution-stale = لم يؤكَّد منذ مدة: اسألوا قبل أن تذهبوا.
when = { $day } { $date } { $month }، من { $from } إلى { $until } ({ $zone })
when-now = الآن، حتى { $until } ({ $zone })
when-unknown = بموعد
copy-keep = احتفظوا بنسخة من هذه القائمة
copy-why = ملف واحد يُفتح من دون شبكة ومن دون هذا الخادم. وليس فيه ما بحثتم عنه.
copy-title = لقاءات
copy-date = كما كانت في { $date }.
copy-lead = لا يحتاج هذا الملف إلى شبكة. ربما تغيّرت المواعيد منذ ذلك: اسألوا قبل أن تقطعوا مسافة طويلة. ويستطيع خادم Stayhere آخر أن يأخذه كما هو.
copy-cut = هذه { $count } من { $total } لقاء: لا يتسع ملف واحد لأكثر منها.
meeting-map = افتحوا المكان في برنامج الخرائط لديكم
date = { $date } { $month } { $year }
list-comma = {"، "}
list-and = {" و"}
times-then = {"؛ "}
times-at = { $rule }، من { $from } إلى { $until } ({ $zone })
times-once = في { $date }
times-weekly = { $every ->
    [1] كل أسبوع: { $days }
    [2] كل أسبوعين: { $days }
    [few] كل { $every } أسابيع: { $days }
   *[other] كل { $every } أسبوعًا: { $days }
 }
times-monthly = { $every ->
    [1] كل شهر: يوم { $day } ({ $nths })
    [2] كل شهرين: يوم { $day } ({ $nths })
    [few] كل { $every } أشهر: يوم { $day } ({ $nths })
   *[other] كل { $every } شهرًا: يوم { $day } ({ $nths })
 }
times-monthly-date = { $every ->
    [1] كل شهر في اليوم { $day } منه
    [2] كل شهرين في اليوم { $day } من الشهر
    [few] كل { $every } أشهر في اليوم { $day } من الشهر
   *[other] كل { $every } شهرًا في اليوم { $day } من الشهر
 }
times-yearly = كل سنة في { $date } { $month }
times-season = في { $months } فقط
times-from = ابتداءً من { $date }
times-until = حتى { $date }
times-not = إلا في { $dates }
times-also = وأيضًا في { $dates }
times-moved = في { $to } عند { $time } بدلًا من { $from }
times-rests = استراحة من { $from } إلى { $to }
times-rests-open = استراحة ابتداءً من { $from }
nth-first = الأول
nth-second = الثاني
nth-third = الثالث
nth-fourth = الرابع
nth-last = الأخير
card-lead = كل ما يتعلق به موجود في هذا العنوان. لا أحد يعلم أنكم نظرتم.
card-code = رمز فيه عنوان هذا اللقاء
card-print = اطبعوا هذه الصفحة من متصفحكم.
card-back = العودة إلى اللقاء
unfit-title = ليس لي
unfit-lead = ربما غيره إذن. لا يُخبَر أحد بأنكم تابعتم البحث.
unfit-why = ما الذي لا يناسب؟ لا يلزم أن تقولوا.
unfit-go = أروني غيره
unfit-nothing = لا نعرف غيره لهذا الأمر. ابحثوا بلا اختيارات أخرى، أو في أي وقت.
unfit-philosophy = طريقة العمل
unfit-faith = مكان الإيمان فيه
unfit-goal = الهدف
unfit-crosstalk = هل يجيب الناس بعضهم بعضًا
unfit-language = اللغة
unfit-attendance = طريقة الحضور

# Days and months.
day-mon = الاثنين
day-tue = الثلاثاء
day-wed = الأربعاء
day-thu = الخميس
day-fri = الجمعة
day-sat = السبت
day-sun = الأحد
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

# Facets and their words.
field-problem = عن ماذا
field-philosophy = طريقة العمل
field-relation = لمن
field-openness = من يمكنه الحضور
field-faith = كلام الإيمان
field-goal = الهدف
field-crosstalk = الرد على كلام الآخرين
field-access = ما تحتاجونه هناك
field-audience = أولًا لـ
field-form = ماذا يحدث هناك
field-attendance = طريقة الحضور
field-status = هل ينعقد
field-language = اللغة
problem-addiction = الإدمان بأنواعه
problem-alcohol = الكحول
problem-drugs = المخدرات
problem-gambling = القمار
problem-eating = الأكل
problem-sex-and-love = الجنس والحب
problem-money = المال والديون
problem-nicotine = التدخين
problem-screens = الشاشات والألعاب
problem-relationships = العلاقات
problem-mental-health = المزاج والخوف والأصوات
problem-illness = مرض الجسد
problem-grief = الفقد والحزن
problem-trauma = أذى نجونا منه
problem-care = رعاية شخص
problem-listening = أن نُسمَع
philosophy-steps = بالخطوات
philosophy-self-management = بأدوات ذاتية
philosophy-secular = دون دين
philosophy-mindful = بالسكون
philosophy-training = بالتدريب
philosophy-peer = بالحوار
philosophy-voices = مع كل تفسير للأصوات
philosophy-grief = بالتذكر
philosophy-stages = بالمراحل
philosophy-carers = معًا كمقدمي رعاية
philosophy-listening = بالإصغاء
relation-self = من يعيشونه
relation-family = الأهل والأصدقاء
relation-bereaved = من فقدوا شخصًا
relation-carer = مقدمو الرعاية
relation-ally = من يقفون إلى جانبهم
openness-open = أي شخص
openness-closed = من يعنيهم الأمر
faith-on = جزء منه
faith-off = ليست جزءًا منه
faith-own = كلٌّ يتحدث عن إيمانه
goal-abstinence = التوقف
goal-reduction = التقليل أو تقليل الضرر
goal-own = كلٌّ يضع هدفه
goal-none = لا هدف محدد
goal-switch = الاختيار بين التوقف والتقليل
crosstalk-off = لا
crosstalk-ask = إن طلب ذلك من شارك
crosstalk-open = نعم
access-wheelchair = مدخل للكرسي المتحرك
access-wheelchair-bathroom = دورة مياه للكرسي المتحرك
access-sign-language = لغة الإشارة
access-hearing = لضعاف السمع
access-sight = لضعاف البصر
access-captions = نص مكتوب للكلام
access-childcare = رعاية للأطفال
access-children = يمكن إحضار الأطفال
access-transport = مواصلات عامة قريبة
access-fragrance-free = بلا عطور
access-smoke-free = بلا تدخين
access-smoking = التدخين مسموح
access-animals = يمكن إحضار الحيوانات
access-outdoors = في الهواء الطلق
access-masks = يُطلب غطاء للوجه
access-parking = موقف للسيارات
audience-women = النساء
audience-men = الرجال
audience-lgbtq = المثليون ومزدوجو الميل والعابرون
audience-transgender = العابرون جنسيًا
audience-non-binary = من هم خارج ثنائية الجنس
audience-young = الشباب
audience-older = كبار السن
audience-newcomers = القادمون الجدد
audience-people-of-colour = ذوو البشرة الملونة
audience-indigenous = السكان الأصليون
audience-parents = الآباء والأمهات
audience-couples = الأزواج
audience-professionals = أصحاب مهن معينة
audience-dual-diagnosis = من لديهم تشخيص آخر
audience-adult-children = من نشؤوا في بيوت مضطربة
audience-grandparents = الأجداد والجدات
audience-institution = من هم في سجن أو مصحّة
form-discussion = حديث في موضوع
form-speaker = شخص يروي قصته
form-step-study = دراسة الخطوات
form-tradition-study = دراسة التقاليد
form-literature = قراءة كتاب
form-meditation = سكون
form-questions = أسئلة وأجوبة
form-candlelight = على ضوء الشموع
form-sharing = مشاركة بالتناوب
form-birthday = ذكرى الأيام
form-daily-text = نص اليوم
form-meal = مع وجبة
form-small-groups = حول طاولات صغيرة
form-varies = يتغير
form-workshop = ورشة
form-writing = كتابة
form-business = شؤون الحلقة
form-concept-study = دراسة مفاهيم الخدمة
attendance-in-person = حضوريًا
attendance-online = عبر الشبكة
attendance-hybrid = حضوريًا أو عبر الشبكة
attendance-text = كتابةً
status-runs = ينعقد
status-paused = متوقف مؤقتًا
status-ended = انتهى
sort-soonest = الأقرب موعدًا
sort-nearest = الأقرب مكانًا
sort-name = بالاسم

## A feed is checked
nav-check = فحص قائمة
check-title = فحص قائمة لقاءات
check-lead = ألصقوا نص قائمتكم أو اختاروا ملفها، فيُقال لكم مدخلًا مدخلًا ما الخلل فيها وما ستفعله التطبيقات التي تقرأ مثل هذه القوائم. المعروف هنا: Meeting Guide JSON وجدول CSV وJSON من خادم BMLT وiCalendar.
check-private = يُقرأ ما ترسلونه مرة واحدة في الذاكرة، فلا يُحفظ ولا يُسجَّل ولا يُدرج هنا.
check-no-address = لا تقبل هذه الصفحة عنوانًا: فالخادم الذي يجلب ما يسمّيه أي غريب يمكن أن يُرسل إلى أماكن لا يبلغها سواه. أما البرنامج، بالأمر ⁦`stayhere feed check https://...`⁩، فيجلب لكم من جهازكم.
check-text = نص القائمة
check-file = أو ملفها
check-size = لا أكثر من { $megabytes } ميغابايت.
check-zone = المنطقة الزمنية للمداخل التي لا تسمّي منطقة
check-go = افحصوا
check-result = ما وُجد
check-nothing = نرجو إلصاق نص أو اختيار ملف.
check-too-large = هذا أكبر من { $megabytes } ميغابايت ولم يُقرأ. البرنامج `stayhere feed check FILE` يقبل ما هو أكبر.
check-encoding = ليس هذا UTF-8. نرجو حفظه بترميز UTF-8.
check-unknown = ليس هذا من الصيغ المعروفة هنا: Meeting Guide JSON وجدول CSV وBMLT JSON وiCalendar.
check-zone-unknown = لا توجد منطقة زمنية بهذا الاسم. الأسماء تشبه: America/New_York
check-busy = تُفحص قائمة أخرى في هذه اللحظة. نرجو الإرسال من جديد بعد ثوانٍ.
check-more = ... و{ $count } أخرى من هذا النوع. يعرضها البرنامج كلها: stayhere feed check FILE --all

## What a feed is told; the terminal says the same
feed-kind-meeting-guide = هذه قائمة Meeting Guide JSON.
feed-kind-sheet = هذا جدول CSV.
feed-kind-bmlt = هذه قائمة JSON من خادم BMLT.
feed-kind-icalendar = هذا تقويم iCalendar.
feed-kind-stayhere = هذه نسخة من خادم Stayhere.
feed-entries = المدخلات السليمة: { $good }. المتروكة: { $refused }.
feed-refused = تُرك:
feed-odd = أُخذ، وفيه خلل:
feed-apps = ما ستفعله التطبيقات التي تقرأ مثل هذه القوائم:
feed-entry = المدخل { $number }
feed-line = السطر { $number }
feed-uncounted = ما فيه خلل أكثر مما يُذكر هنا بـ { $count }.
feed-good = كل المدخلات سليمة، وسيعرضها كل تطبيق.
feed-what-broken = لا يمكن قراءته: تحققوا من علامات الاقتباس والفواصل والأقواس
feed-what-too-large = أكبر مما يحتاجه أي اجتماع
feed-what-too-deep = متداخل أكثر من اللازم
feed-what-encoding = ليس بترميز UTF-8
feed-what-missing = غير موجود
feed-what-wrong-type = من نوع آخر غير المطلوب
feed-what-too-long = أطول من المسموح وقد قُص
feed-what-too-many = أكثر من المسموح؛ أُخذ أولها
feed-what-time = ليس وقتًا: اكتبوا 18:30
feed-what-day = ليس يومًا من الأسبوع كما ترقمه هذه الصيغة
feed-what-zone = ليس منطقة زمنية معروفة: اكتبوا America/New_York
feed-what-url = ليس عنوانًا كاملًا: ابدأوا بـ https://
feed-what-phone = ليس رقم هاتف: استعملوا الأرقام و + , * #
feed-what-point = ليس نقطة على الأرض
feed-what-date = ليس تاريخًا: اكتبوا 2026-03-01 18:30:00 بتوقيت UTC
feed-what-duplicate = اسم لمدخل آخر أيضًا: أعطوا كل مدخل اسمًا خاصًا به
feed-what-html = كان فيه HTML وقد أزيل
feed-what-hidden = كانت فيه محارف تقلب النص أو تخفيه وقد أزيلت
feed-what-recurrence = يتكرر على نحو غير معروف هنا
feed-what-choice = ليس من القيم التي في هذه الصيغة
feed-effect-no-address = يتركه tsml-ui: لا عنوان فيه، ولا حتى مدينة
feed-effect-no-zone = يتركه tsml-ui ما لم تسمّ الصفحة منطقة زمنية: ليست له منطقة
feed-effect-day-lists = يتعطل tsml-ui كله: في عدة مدخلات قائمة أيام؛ اجعلوا لكل يوم مدخلًا
feed-effect-inactive = يظهر غير نشط: لا مكان يُذهب إليه، ولا طريق دخول تعرفه التطبيقات
feed-effect-few-commas = يظهر غير نشط: يُحسب عنوانه منطقةً؛ أضيفوا "approximate": "no"
feed-effect-provider = يُخفى رابطه: لا تعرف التطبيقات إلا مقدّمين معيّنين؛ رقم هاتف يساعد
feed-effect-phone-only = تتركه بعض التطبيقات: فيه رقم هاتف بلا رابط
feed-effect-short-phone = لا يُحسب رقم هاتفه: أرقامه أقل من عشرة
feed-effect-types-removed = تُحذف منه أنواع تخص المكان: فهو عبر الإنترنت فقط
feed-effect-long-slug = معرّفه أطول من 64 محرفًا
feed-effect-long-name = اسمه أطول من 64 محرفًا ويُقص على الشاشات الصغيرة
feed-effect-by-appointment = يظهر على أنه بموعد: لا يوم له
feed-effect-no-entity = يُهمل ما يقوله عن هيئته: الحقل entity غير موجود
feed-effect-one-entity-url = لا تجد بعض التطبيقات صفحة هيئته: املأوا entity_url وentity_website_url معًا
feed-effect-no-street = يقال إنه في مكان، ولا شارع له
feed-effect-no-way-in = يقال إنه عبر الإنترنت، ولا رابط ولا رقم

circle-source = هذا الخادم: كتبت الحلقة هذا بنفسها، ولا يستطيع تغييره غيرها
circle-title = حلقة تلتقي هنا
circle-lead = هذه حلقة مغلقة. يمكنكم أن تطرقوا الباب: تقرؤون أولًا ما موضوعها وما الذي يتعهّد به أعضاؤها بعضهم لبعض، ثم ينظر أحد من الحلقة من في الباب.
circle-knock = اطرقوا الباب
circle-shut = لا تستقبل الحلقة أحدًا في الوقت الحالي.
circle-script = طرق الباب يحتاج إلى التطبيق، والتطبيق يحتاج إلى JavaScript: فما تكتبونه يُختم على جهازكم أنتم.
