### نصوص الطرفية بالعربية.

## عام

yes = نعم
no = لا
please-yes-or-no = نرجو الإجابة بـ { $yes } أو { $no }.
input-ended = انتهت الإجابات قبل أن تكتمل الأسئلة.
no-home = لا يوجد مجلد منزل (HOME) تُحفظ فيه البيانات. نرجو تسمية مجلد بـ --data أو --store.
server-not-reached = لا يمكن الوصول إلى الخادم الآن. نواصل المحاولة، و Ctrl-C ينهيها.

## الدخول

signed-in = سجلتم الدخول باسم { $name }.
account-why = للمشاركة تحتاجون إلى اسم للدخول وكلمات خاصة بكم. لا بريد ولا هاتف ولا اسم حقيقي.
account-word-sign = دخول
account-word-new = جديد
account-have = اكتبوا "دخول" للدخول بكلمات لديكم، أو "جديد" للبدء من جديد:
account-name = اسم الدخول:
account-passphrase = كلماتكم:
account-new-why = نختار لكم خمس كلمات. هي مفتاحكم: لا نسخة منها عند أحد، ولا حتى عند الخادم.
account-adult = هذا المكان للبالغين. هل أتممتم الثامنة عشرة؟
account-operators-code = من يدير هذا الخادم يوزّع رموزًا للحسابات الجديدة. نرجو كتابة رمزكم:
account-new-name = اسم للدخول، والأفضل ألا يكون اسمكم الحقيقي:
account-words = هذه كلماتكم. نرجو كتابتها على ورقة بهذا الترتيب:
account-words-written = هل كتبتموها؟
account-code = هذا الرمز يفتح حسابكم إن ضاعت الكلمات. نرجو كتابته على ورقة أخرى تُحفظ في مكان آخر:
account-code-written = هل كتبتموه؟

## الانضمام

join-link-unusable = هذا ليس رابط دعوة. يبدو الرابط هكذا: https://example.org/join#… ويجب أن يكون كاملًا، وضعوه بين علامتي اقتباس.
join-invited = أنتم مدعوون إلى: { $name }
join-card = ما الذي ينتظركم:
join-bond = ما يجمع هؤلاء الناس:
join-bond-ask = هل يخصكم هذا أيضًا؟
join-pledge = ما يعدون به بعضهم بعضًا:
join-pledge-ask = هل تعدون بهذا أنتم أيضًا؟
join-name = اسم جديد لهذه الحلقة وحدها:
join-not-now = شكرًا لصدقكم. لم يُخبَر أحد في الحلقة بشيء.
join-wait-open = طرقتم الباب. أول عضو يتصل جهازه يُدخلكم. قد يستغرق ذلك دقائق أو ساعات.
join-wait-greeter = طرقتم الباب. يقرأ المستقبِل طلبكم ويجيب. هم أناس لهم حياتهم، وقد يستغرق ذلك يومًا أو يومين.
join-wait-close = يمكنكم الإنهاء بـ Ctrl-C والعودة لاحقًا بالأمر: stayhere meet
join-waits-already = ما زال طرق سابق لكم ينتظر جوابه.
join-keys = الباب مفتوح. مفاتيحكم في الطريق.
join-in = أنتم الآن في: { $name }. أهلًا بكم. يمكنكم الاكتفاء بالإصغاء ما شئتم.

## اللقاء

meet-which-server = أي خادم؟ نرجو تسميته مرة واحدة: stayhere meet --server https://example.org
meet-no-circle = لستم في أي حلقة هنا بعد. يمكن لمن هو في حلقة أن يرسل إليكم رابط دعوة: stayhere join LINK
meet-no-such-circle = لا توجد حلقة بهذا الرقم.
meet-which-circle = أي حلقة؟ رقمها:
meet-no-terminal = هذا يحتاج إلى طرفية. ومن دونها استعملوا --script.
meet-title = { $name } · الجزء { $step } من { $count } · { $phase }
meet-ring = في الدائرة
meet-members = في هذه الحلقة
meet-words = الكلام
meet-me = (أنتم)
meet-at-the-door = بالباب: { $name }
meet-sending = (في الطريق)
meet-none = لا لقاء الآن. وحين يُفتح لقاء يظهر هنا.
meet-offline = انقطع الخط إلى الخادم ويجري إصلاحه. لم يضع شيء.
meet-suspended-flood = أوقف من يدير هذا الخادم الحلقة مؤقتًا لأنها ترسل أكثر مما يحتمله الخادم. لم يقرأ أحد شيئًا، فالخادم لا يستطيع ذلك. ما قيل من قبل يمكن قراءته هنا.
meet-suspended-law = أوقف من يدير هذا الخادم الحلقة لأن محكمة أو جهة رسمية تُلزمه بذلك. لم يقرأ أحد شيئًا، فالخادم لا يستطيع ذلك. ما قيل من قبل يمكن قراءته هنا.
meet-suspended-other = أوقف من يدير هذا الخادم الحلقة، ويمكنكم سؤاله عن السبب. لم يقرأ أحد شيئًا، فالخادم لا يستطيع ذلك. ما قيل من قبل يمكن قراءته هنا.
meet-outside = أنتم خارج الغرفة. حين تدخلون تسمعون ما يقال منذ ذلك الحين.
meet-waiting = أنتم بالباب. يُفتح بعد لحظة، أو بعد هذا الدور.
meet-my-feedback = فتحتم الباب لآراء الآخرين. أنهوا ذلك متى سمعتم ما يكفي.
meet-my-floor = الكلمة لكم. خذوا وقتكم.
meet-feedback = { $name } يطلب آراءكم. تكلموا عن تجربتكم، والإيجاز لطف.
meet-floor = الكلمة لـ { $name }. نصغي.
meet-silence = نصمت معًا.
meet-open = الكلام للجميع، واحدًا بعد واحد.
meet-free = الكلمة لمن يريد. ارفعوا يدكم حين تريدون الكلام.
meet-corner = أنتم في زاوية صغيرة. ما تقولونه هنا لا يسمعه إلا من فيها.
meet-corner-key = زاويتكم تُغلق الآن عن الآخرين: لحظة.
meet-corner-alone = بقيتم وحدكم في زاويتكم. يمكنكم العودة: ‎/back
meet-others-in-corners = آخرون في زوايا صغيرة وسيعودون. أنتم في الحلقة.
meet-hidden = (أخفيتموه)
meet-knock = { $name } يطرق الباب ويطلب الدخول.
meet-unknown = هذا الأمر غير معروف. /help يعرض الأوامر. وما يُكتب بلا شرطة مائلة يقال في الغرفة.
meet-nothing-there = لا يوجد الآن ما يمكن أن يعنيه هذا.
meet-close-sure = إغلاق اللقاء؟ يزول معه كل ما قيل. مرة أخرى: إغلاق. Esc: بقاء.
meet-depart-sure = مغادرة الغرفة؟ مرة أخرى: مغادرة. Esc: بقاء.
meet-invite = دعوة لشخص واحد، سبعة أيام. أضيفوا هذا إلى عنوان الخادم بعد /join: #{ $name }
meet-help = /open /arrive /hand /unhand /done /feedback /enough /pass /heard /me-too /thanks /with-you /next /move-on /keep /close /depart /let-in /not-in /back /invite /share /quit

order-open = فتح لقاء
order-arrive = دخول
order-hand = رفع اليد
order-unhand = إنزال اليد
order-done = انتهيت
order-feedback = انتهيت، وأود سماع آرائكم
order-enough = شكرًا، هذا يكفي
order-pass = تمرير
order-next = الجزء التالي
order-move-on = الشخص التالي
order-keep = تولّي القيام
order-close = إغلاق
order-depart = مغادرة
order-back = العودة إلى الحلقة
order-let-in = إدخال
order-help = مساعدة
order-quit = إنهاء

announce-opened = فُتح لقاء.
announce-inside = أنتم في الغرفة.
announce-door = أنتم بالباب.
announce-floor = الكلمة لـ { $name }.
announce-feedback = { $name } يقبل آراءكم.
announce-hand = رفع { $name } يده.
announce-came = دخل { $name }.
announce-went = غادر { $name } الغرفة.
announce-keeper = { $name } يقوم الآن على اللقاء.
announce-corner = أنتم في زاوية صغيرة مع { $name }.
announce-circle = عدتم إلى الحلقة. ما قيل في الزاوية ذهب.
announce-closed = أُغلق اللقاء. ما قيل قد زال.

## التصدير

export-title = كلماتي
export-made = أُعد في { $name } بواسطة Stayhere. هنا كلماتكم وحدكم، ولا شيء من كلام غيركم.
export-my-name = اسمي هناك: { $name }
export-closed-circle = حلقة تعذر فتحها
export-shares = ما شاركته بين الاجتماعات
export-not-sent = لم تُرسل بعد
export-lines = ما قلته في الاجتماع الجاري
export-sheets = ما كتبته لنفسي
export-written = كُتب: { $name }
export-incomplete = تعذر فتح حلقة واحدة على الأقل، فكلماتكم فيها ناقصة. نرجو المحاولة لاحقًا.
export-private = من يستطيع فتح هذين الملفين يستطيع قراءتهما. نرجو حفظهما في مكان آمن.

## الخادم

serve-no-web = بُني هذا البرنامج بلا تطبيق الويب، فهو يخدم الطرفيات وحدها.
serve-cut = قُطعت بعض الطلبات ليتم الإنهاء في وقته. لم يضع شيء مما أُكّد حفظه.
serve-port-in-use = برنامج آخر يستعمل { $address }. أنهوا ذلك البرنامج، أو اختاروا منفذًا آخر بـ --listen، مثلًا --listen 127.0.0.1:8081
serve-port-forbidden = لا يُسمح لهذا المستخدم بالاستماع على { $address }. اختاروا منفذًا فوق 1023 بـ --listen، أو ضعوا خادمًا وسيطًا أمامه.
serve-port-other = لا يمكن الاستماع على { $address }: { $cause }. نرجو مراجعة العنوان المعطى في --listen.
serve-not-writable = لا يمكن الكتابة في مجلد البيانات { $folder }. أعطوه لمن يشغّل هذا البرنامج (chown)، أو اختاروا غيره بـ --data. { $cause }
serve-disk-full = لم يبقَ مكان لمجلد البيانات { $folder }. أفسحوا مكانًا على ذلك القرص، أو اختاروا غيره بـ --data، ثم ابدؤوا من جديد. لم يضع شيء مما أُكّد حفظه.
serve-in-use = مجلد البيانات { $folder } يستعمله stayhere آخر. أنهوا ذاك، أو اختاروا مجلدًا آخر بـ --data.
serve-newer = كتب مجلدَ البيانات { $folder } إصدارٌ أحدث من stayhere. نرجو تثبيت ذلك الإصدار. { $cause }
serve-secrets-missing = الملف "secrets" مفقود في { $folder } مع أن قاعدة البيانات موجودة. من دونه لا يستطيع أحد الدخول: أعيدوه من نسختكم، ولا تبدؤوا بملف فارغ.
serve-secrets-damaged = الملف "secrets" في { $name } تالف. أعيدوه من نسختكم: من دونه لا يستطيع أحد الدخول.
serve-day-keys-missing = الملف "day-keys" مفقود في { $folder } مع أن قاعدة البيانات موجودة. من دونه لا يمكن قراءة شيء منها: أعيدوه من آخر نسخة لديكم، ولا تبدؤوا بملف فارغ.
serve-day-keys-damaged = الملف "day-keys" في { $folder } تالف. أعيدوه من آخر نسخة لديكم: من دونه لا يمكن قراءة شيء من قاعدة البيانات.
serve-day-keys-foreign = الملف "day-keys" في { $folder } لا يفتح قاعدة البيانات: أحدهما أقدم مما ينبغي. خذوا آخر نسخة من المفاتيح، ونسخة من قاعدة البيانات لم يمضِ عليها أكثر من أسبوع.
serve-database = لا يمكن فتح قاعدة البيانات في { $folder }: { $cause }. شغّلوا: stayhere doctor --data { $folder }

## الفحص

doctor-well = سليم:
doctor-look = انتبهوا:
doctor-bad = خلل:
doctor-all-well = كل شيء سليم بما يكفي للخدمة.
doctor-not-well = هناك ما ينبغي إصلاحه قبل الاعتماد على هذا الخادم، والأسطر التي تبدأ بكلمة "خلل" تقول ما هو.
doctor-no-folder = مجلد البيانات { $name } غير موجود بعد، وينشئه أول تشغيل.
doctor-folder = يمكن الكتابة في مجلد البيانات { $name }.
doctor-not-writable = لا يمكن الكتابة في مجلد البيانات { $name } ({ $cause }). أعطوه لمن يشغّل الخادم: chown -R that-user { $name }
doctor-rights = لا يستطيع غيركم على هذا الجهاز فتح المجلد.
doctor-rights-wide = يستطيع مستخدمون آخرون على هذا الجهاز فتح المجلد. أغلقوه: chmod 700 { $name }
doctor-space = المتاح { $megabytes } ميغابايت.
doctor-space-low = لم يبقَ إلا { $megabytes } ميغابايت. أفسحوا مكانًا قريبًا: الخادم الذي لا مكان فيه لا يحفظ جديدًا.
doctor-space-none = لم يبقَ إلا { $megabytes } ميغابايت. لا يستطيع الخادم حفظ شيء الآن: أفسحوا مكانًا على هذا القرص.
doctor-secrets = الأسرار موجودة وسليمة ومغلقة أمام غيركم. احفظوا نسخة من ذلك الملف في غير مكان نسخة قاعدة البيانات.
doctor-secrets-not-yet = لا أسرار بعد، وينشئها أول تشغيل.
doctor-secrets-missing = لا يمكن قراءة الأسرار { $name }. أعيدوا الملف من نسختكم: من دونه لا يستطيع أحد الدخول.
doctor-secrets-open = يستطيع مستخدمون آخرون على هذا الجهاز قراءة الأسرار. أغلقوا الملف: chmod 600 { $name }
doctor-day-keys = مفاتيح الأيام موجودة ومغلقة أمام غيركم. احفظوا آخر نسخة منها فقط، بعيدًا عن نسخ قاعدة البيانات.
doctor-day-keys-not-yet = لا مفاتيح أيام بعد، وينشئها أول تشغيل.
doctor-day-keys-missing = لا يمكن قراءة مفاتيح الأيام { $name }. أعيدوا الملف من آخر نسخة لديكم: من دونه لا يمكن قراءة شيء من قاعدة البيانات.
doctor-day-keys-open = يستطيع مستخدمون آخرون على هذا الجهاز قراءة مفاتيح الأيام. أغلقوا الملف: chmod 600 { $name }
doctor-database = قاعدة البيانات سليمة.
doctor-database-not-yet = لا قاعدة بيانات بعد، وينشئها أول تشغيل.
doctor-database-damaged = قاعدة البيانات تالفة: { $name }. أوقفوا الخادم، واحفظوا نسخة من المجلد كما هو، ثم أعيدوا آخر نسخة سليمة.
doctor-directory = الدليل العام سليم.
doctor-directory-not-yet = لا دليل عامًّا بعد، وينشئ أول تشغيل دليلًا فارغًا.
doctor-directory-damaged = الدليل العام تالف: { $name }. أوقفوا الخادم وأعيدوا الملف directory.db من آخر نسخة سليمة. فإن لم تكن نسخة، فانقلوا الملف جانبًا واستوردوا المصادر من جديد.
doctor-app = بصمة تطبيق الويب في هذا البرنامج: { $name }
doctor-clock = الساعة معقولة.
doctor-clock-wrong = الساعة خاطئة: هي متأخرة كثيرًا، أو هنا ملفات من مستقبلها. اضبطوها، مثلًا بالأمر: timedatectl set-ntp true
doctor-port = { $name } متاح.
doctor-port-in-use = هناك ما يستمع على { $name }. إن كان خادمكم فكل شيء سليم، وإلا فاختاروا منفذًا آخر بـ --listen.
doctor-port-bad = لا يمكن الاستماع على { $name }. راجعوا العنوان، وهل يُسمح لهذا المستخدم باستعمال المنفذ.

## عن البرنامج والتحقق منه

about-version = Stayhere { $name }
about-digest = بصمة تطبيق الويب الذي فيه (SHA-256 لقائمة ملفاته app.sha256):
verify-same = يقدّم الخادم هذا الإصدار: { $files } من الملفات، وصفحات التطبيق وما يحميها، كلها كما هي. بصمته:
verify-limit = هذا ما أعطاه الخادم لهذا البرنامج الآن. وقد يعطي خادمٌ شخصًا آخر شيئًا غيره.
verify-differs = هذا الخادم لا يقدّم تطبيق هذا الإصدار. قد يكون إصدارًا آخر، أو أن شيئًا تغيّر في الطريق. إلى أن تعرفوا أيهما، لا تكتبوا كلماتكم السرية في صفحته.
verify-missing = { $path }: لم يُسلَّم (الحالة { $what })
verify-other = { $path }: محتوى آخر
verify-type = { $path }: سُلِّم كنوع آخر من الملفات ({ $what })
verify-guard = { $path }: الترويسة { $what } مفقودة أو مختلفة
verify-foreign = { $path }: فيه ترويسة لا يرسلها الإصدار أبدًا: { $what }
verify-loads = { $path }: يحمّل { $what }، وهو ليس في الإصدار
verify-no-answer = لم يمكن معرفة ذلك: { $name }
verify-no-app = بُني هذا البرنامج من دون تطبيق الويب. أعطوا قائمة إصدار: --release app.sha256
verify-no-list = { $name } ليس قائمة إصدار: في كل سطر SHA-256 ثم مسافتان ثم مسار.

## العرض

demo-gathering = خمسة أعضاء محاكاة يجتمعون. يستغرق ذلك بضع ثوانٍ.
demo-ready = اجتمعوا. افتحوا هذا الرابط في متصفح، أو أعطوه للأمر: stayhere join

## الأخطاء

error-account-erased = كان هذا الحساب قيد المحو، ولم يعد موجودًا.
error-retry = يمكن أن ينجح ذلك بعد { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
} تقريبًا.
error-refused = قواعد الحلقة لا تسمح بهذا في هذه اللحظة.
error-other = حدث خطأ ({ $name }). نرجو المحاولة من جديد.
error-bond-not-shared = هذه الحلقة لمن يشتركون في رابطتها.
error-box-damaged = تعذّر فتح ما يحفظه الخادم لكم، وقد يكون تالفًا. نرجو المحاولة لاحقًا، فإن استمر فاطلبوا من حلقتكم دعوة جديدة.
error-busy = ما زال أمر آخر جاريًا. نرجو المحاولة بعد لحظة.
error-circle-full = استعملت هذه الحلقة كل المساحة المخصصة لها على الخادم. الكلمات القديمة تُفسح مكانًا يومًا بعد يوم، وما تكتبونه ينتظر على هذا الجهاز حتى ذلك الحين. ومن يدير الخادم يستطيع أن يعطيها المزيد.
error-circle-name-unusable = لا يمكن استعمال هذا الاسم لحلقة. نرجو اختيار اسم أقصر من حروف وأرقام عادية.
error-code-needed = يستقبل هذا الخادم أشخاصًا جددًا برمز ممن يديره. هذا الرمز ناقص أو استُعمل أو انقضت أيامه. نرجو طلب غيره.
error-founding-closed = لا تُنشأ حلقات جديدة على هذا الخادم في الوقت الحالي. يمكنكم الانضمام إلى حلقة قائمة، أو إنشاء حلقتكم على خادم آخر.
error-internal = حدث خطأ على هذا الجهاز. نرجو المحاولة من جديد، فإن استمر فأعيدوا تشغيل البرنامج.
error-invite-expired = انتهت مدة هذه الدعوة. نرجو طلب دعوة جديدة.
error-invite-unknown = هذه الدعوة غير معروفة هنا. ربما أُنهيت أو أن الرابط غير كامل.
error-invite-used-up = استُعملت هذه الدعوة بعدد من أُنشئت لهم. نرجو طلب دعوة جديدة.
error-knock-unknown = لم يعد أحد ينتظر هناك. ربما أجاب شخص آخر.
error-name-in-use = لأحد في هذه الحلقة هذا الاسم أو اسم قريب جدًا منه. نرجو اختيار غيره.
error-name-taken = هناك من يسجل الدخول بهذا الاسم. نرجو اختيار غيره.
error-name-unusable = لا يمكن استعمال هذا الاسم. نرجو اختيار اسم من حرف إلى 40 حرفًا أو رقمًا.
error-not-adult = هذا المكان للبالغين. وإلا ففي صفحة العون في تطبيق الويب خطوط للشباب.
error-not-allowed = هذا غير ممكن لكم في هذه اللحظة.
error-not-found = لم يعد هذا موجودًا.
error-not-in-circle = لستم في هذه الحلقة.
error-not-let-in = لم تفتح الحلقة الباب هذه المرة. لذلك أسباب كثيرة، ولا يقول شيئًا عن قدركم. وفي صفحة العون في تطبيق الويب من يصغي.
error-not-signed-in = نرجو تسجيل الدخول أولًا.
error-offline = لا يوجد اتصال. لم يضع شيء، نرجو المحاولة بعد لحظة.
error-pledge-not-accepted = من دون العهد يبقى الباب مغلقًا. خذوا ما تحتاجون من وقت لقراءته.
error-rate-limited = جرت محاولات كثيرة في وقت قصير. نرجو الانتظار قليلًا ثم المحاولة من جديد.
error-refused-after-the-end = لقد تقدمت الحلقة لتوّها. نرجو النظر من جديد.
error-refused-ahead = { error-refused-after-the-end }
error-refused-already-keeper = تم هذا من قبل.
error-refused-already-serving = { error-refused-already-keeper }
error-refused-already-tapped = { error-refused-already-keeper }
error-refused-circle-full = لا مكان شاغرًا في هذه الحلقة. تبقى الحلقات الصغيرة صغيرة عن قصد.
error-refused-door-shut = هناك من يتكلم. يصير هذا ممكنًا بعد انتهاء الدور.
error-refused-floor-held = { error-refused-door-shut }
error-refused-hand-unchanged = { error-refused-already-keeper }
error-refused-invite-expired = { error-invite-expired }
error-refused-invite-taken = { error-busy }
error-refused-invite-unknown = { error-invite-unknown }
error-refused-invite-unusable = { error-invite-unknown }
error-refused-invite-used-up = { error-invite-used-up }
error-refused-keeper-here = القيّم على اللقاء حاضر.
error-refused-last-phase = هذا هو الجزء الأخير. يمكن إغلاق اللقاء الآن.
error-refused-leaving = { error-not-in-circle }
error-refused-may-not-open = يفتح اللقاءات القيّم أو نائبه.
error-refused-meeting-full = الغرفة ممتلئة، أو أنكم فيها بأجهزة كثيرة.
error-refused-meeting-running = هناك لقاء جارٍ.
error-refused-name-taken = { error-name-in-use }
error-refused-name-unusable = { error-name-unusable }
error-refused-no-feedback-here = هنا لا يجيب أحد. ما يقال يبقى كما هو.
error-refused-no-feedback-open = هذا دور غيركم. الآن نصغي.
error-refused-no-hands = في هذا الجزء لا تُرفع الأيدي.
error-refused-no-meeting = انتهى هذا اللقاء.
error-refused-nobody-waits = لا أحد بالباب.
error-refused-not-a-greeter = في هذه الحلقة يُدخل القادمين الجدد المستقبِل أو القيّم.
error-refused-not-a-member = { error-not-in-circle }
error-refused-not-admitted = تدخلون الغرفة أولًا.
error-refused-not-present = { error-refused-not-admitted }
error-refused-not-serving = { error-refused-already-keeper }
error-refused-not-the-keeper = لا يستطيع هذا إلا القيّم على اللقاء.
error-refused-not-your-invite = لا ينهي هذا الرابط إلا من أنشأه أو القيّم.
error-refused-not-your-share = لا يسحب هذه الكلمات إلا من كتبها.
error-refused-not-your-turn = { error-refused-no-feedback-open }
error-refused-note-missing = تطلب هذه الحلقة تنبيهًا قبل كل مشاركة.
error-refused-own-share = هذه كلماتكم أنتم.
error-refused-own-turn = { error-refused-own-share }
error-refused-pledge-outdated = تغيّر العهد في الأثناء. ينبغي قراءة الجديد والطرق مرة أخرى.
error-refused-put-out = أنتم خارج هذا اللقاء.
error-refused-repeated = { error-refused-already-keeper }
error-refused-role-full = كل أماكن هذه الخدمة مشغولة.
error-refused-role-unknown = هذا البرنامج أقدم من الخادم. نرجو تثبيت الجديد.
error-refused-share-taken-back = لم تعد هذه الكلمات موجودة.
error-refused-share-unknown = { error-refused-share-taken-back }
error-refused-silence = هذا وقت صمت.
error-refused-text-empty = لا كلمات بعد.
error-refused-text-too-long = هذا طويل جدًا. نرجو اختصاره قليلًا.
error-refused-too-many-devices = { error-refused-meeting-full }
error-refused-too-many-invites = هناك روابط مفتوحة كثيرة. نرجو إنهاء أحدها أولًا.
error-refused-too-old = { error-refused-after-the-end }
error-refused-no-turns-here = لا مكان لهذا في هذا الجزء من اللقاء.
error-refused-no-turn-yet = يأتي دوركم أولًا.
error-refused-had-turn = كان لكم هذا الدور.
error-refused-unchanged = { error-refused-already-keeper }
error-refused-not-as-usual = أنتم تصغون فقط أو في راحة. عودوا أولًا.
error-refused-not-held-here = { error-refused-no-turns-here }
error-refused-not-held = { error-refused-no-turns-here }
error-refused-share-held = هذه المشاركة محمية. يستطيع قيّمان معًا الانتقال إلى ما بعدها.
error-refused-aftercare-settled = { error-refused-already-keeper }
error-refused-not-quiet = { error-refused-after-the-end }
error-refused-service-full = يساعد في هذا عدد كافٍ.
error-refused-parts-left = بقي جزء لم يُحكَ بعد. ويمكنكم أيضًا تمرير الدور.
error-refused-wrong-part = { error-refused-after-the-end }
error-refused-last-part = { error-refused-after-the-end }
error-refused-not-optional = { error-refused-no-turns-here }
error-refused-no-agenda-here = { error-refused-no-turns-here }
error-refused-no-topics-here = { error-refused-no-turns-here }
error-refused-no-topic-open = { error-refused-no-turns-here }
error-refused-too-many-topics = يكفي هذا العدد للقاء واحد.
error-refused-topic-unknown = { error-refused-after-the-end }
error-refused-not-your-topic = { error-refused-not-your-share }
error-refused-no-business-here = { error-refused-no-turns-here }
error-refused-question-open = ما زال هناك سؤال مفتوح.
error-refused-too-many-questions = { error-refused-too-many-topics }
error-refused-question-unknown = { error-refused-after-the-end }
error-refused-already-answered = { error-refused-already-keeper }
error-refused-wrong-answer = { error-refused }
error-refused-not-ejected = { error-refused }
error-refused-already-appealed = { error-refused-already-keeper }
error-refused-own-removal = لا رأي لكم في هذا الأمر لأنه يخصّكم. ويمكنكم أن تغادروا الحلقة في أي وقت.
error-refused-too-new = من انضمّ حديثًا لا يقول هذا عمّن كان هنا قبله.
error-refused-may-not-remove = من يرعون الحلقة هم من يقولون إن على أحد أن يغادر.
error-refused-removal-moved = { error-refused-already-keeper }
error-refused-too-many-removals = هناك طلبات من هذا النوع تنتظر رأي الآخرين. انتظروا حتى يُبتّ في أحدها.
error-refused-no-removal = لم يعد هذا مطلوبًا.
error-refused-own-move = يجب أن يقول ذلك شخص آخر أيضًا.
error-refused-not-your-move = لا يسحب الطلب إلا من طلبه.
error-refused-last-device = القيّمون هم من يقولون إن على أحد أن يغادر.
error-refused-rekey-due = لحظة من فضلكم: تُبدَّل مفاتيح اللقاء.
error-refused-paused = اللقاء في استراحة قصيرة.
error-refused-in-corners = الجميع الآن في زوايا صغيرة. يصير هذا ممكنًا حين تجتمعون من جديد.
error-refused-wrong-corners = تحتاج كل زاوية إلى شخصين حاضرين على الأقل.
error-refused-no-breakout = { error-refused-after-the-end }
error-refused-not-your-corner = { error-refused-no-turns-here }
error-refused-too-many-lines = تكفي هنا كلمات قليلة.
error-refused-no-typing-here = { error-refused-no-turns-here }
error-refused-no-tags = { error-refused-no-turns-here }
error-refused-taps-unwanted = لا يرغب صاحب الدور في جواب الآن. يكفي الإصغاء.
error-refused-note-astray = تذهب الرسالة الخاصة إلى القيّم وحده.
error-refused-no-milestones-here = { error-refused-no-turns-here }
error-refused-wrong-phase = { error-refused-after-the-end }
error-refused-wrong-turn = { error-refused-after-the-end }
error-rolled-back = أجاب الخادم بحالة أقدم مما يعرفه جهازكم. لا يتابع جهازكم بها. نرجو إخبار من يشغّل الخادم.
error-server-fault = حدث خطأ في الخادم. لم يضع شيء، نرجو المحاولة من جديد.
error-server-full = لم يبقَ مكان على الخادم ولم يُحفظ شيء من هذا. نرجو إخبار من يشغّله.
error-sheet-gone = لم تعد هذه الورقة موجودة: أُحرقت على جهاز آخر.
error-sheets-full = لا مكان لورقة أخرى. احرقوا ورقة لم تعودوا تحتاجونها.
error-sign-up-closed = لا يُنشئ هذا الخادم حسابات جديدة في الوقت الحالي. ليس الأمر متعلقًا بكم: من يديره يبقيه بحجم يستطيع رعايته. قد يكون في خادم آخر مكان لكم.
error-signed-out-elsewhere = غُيّرت كلماتكم على جهاز آخر. نرجو تسجيل الدخول بالجديدة.
error-snapshot-false = ما وصل من الخادم لا يطابق الحلقة، فلم يُقبل. نرجو المحاولة من جديد، فإن استمر فأخبروا الحلقة.
error-suspended = هذه الحلقة موقوفة على هذا الخادم، ولا يمكن إرسال شيء الآن. لم يقرأ أحد شيئًا. ما تكتبونه ينتظر على هذا الجهاز.
error-template-unknown = شكل الحلقة هذا غير معروف هنا. نرجو تثبيت إصدار أحدث من هذا البرنامج.
error-text-too-long = { error-refused-text-too-long }
error-too-large = هذا أكثر مما يمكن إرساله دفعة واحدة. نرجو الاختصار.
error-update-needed = هذا البرنامج أقدم من الخادم. نرجو تثبيت الجديد.
error-vault-damaged = { error-box-damaged }
error-vault-full = أنتم في أكبر عدد من الحلقات يمكن لشخص واحد أن يكون فيه هنا.
error-weak-passphrase = هذه الكلمات سهلة التخمين. نرجو اختيار كلمات أكثر أو كلمات مصنوعة هنا.
error-welcome-false = { error-snapshot-false }
error-wrong-code = هذا الرمز لا يفتح شيئًا. نرجو مقارنته بورقتكم حرفًا حرفًا.
error-wrong-name-or-passphrase = الاسم والكلمات لا يتوافقان. نرجو النظر فيهما مرة أخرى.

## النسخ

backup-done = نُسخ إلى { $folder } وقُرئ كله: النسخة سليمة. مفاتيح الأيام في { $keys }، فاحفظوا آخرها فقط بعيدًا عن النسخ.
restore-done = استُعيد إلى { $name }. ابدؤوا بالأمر: stayhere serve --data { $name }
backup-no-directory = لم يكن هناك دليل عام يُنسخ (directory.db).
restore-no-directory = ليس في النسخة دليل عام (directory.db). استُعيد كل ما عداه، وينشئ أول تشغيل دليلًا فارغًا، ويملؤه من جديد الأمر `stayhere directory import`.
backup-missing = { $name } غير موجود. نرجو مراجعة المجلد.
backup-not-empty = { $name } موجود من قبل وليس فارغًا. لم يُكتب فوق شيء: نرجو اختيار مجلد آخر، أو نقل ذاك أولًا.
backup-keys-inside = لا يصح أن تكون مفاتيح الأيام في مجلد البيانات أو مع النسخة ({ $name }): فحفظها مع النسخ القديمة يعيد ما حُذف. نرجو اختيار مكان آخر بـ --day-keys.
backup-keys-damaged = { $name } ليس ملف مفاتيح أيام، أو هو تالف. نرجو تسمية الملف الذي كتبه آخر نسخ.
backup-file = لا يمكن قراءة { $name } أو الكتابة فيه: { $cause }
backup-unsound = النسخة تالفة أو أقدم من مفاتيح أيامها، ولم تُستعمل: { $name }. نرجو أخذ نسخة أحدث مع آخر مفاتيح الأيام.

## What an operator decides

invites-made = يُعرض هذا الرمز مرة واحدة، فنرجو كتابته. عدد من يمكنهم إنشاء حساب به: { $uses }. عدد أيام صلاحيته: { $days }.
invites-none = لا توجد رموز صالحة. أنشئوا رمزًا: stayhere invites make
invites-row = { $id }  المرات الباقية: { $uses }  الأيام الباقية: { $days }
invites-revoked = لم يعد الرمز { $name } صالحًا. الحسابات التي أُنشئت به تبقى.
circles-none = لا توجد حلقات هنا بعد.
circles-row = { $id }  المدخلات: { $entries }  كيبيبايت: { $kib }  أيام منذ تجديد المفاتيح: { $days }
circles-row-new = { $id }  المدخلات: { $entries }  كيبيبايت: { $kib }  لم تُجدد المفاتيح بعد
circles-flood = موقوفة: فيض
circles-law = موقوفة: إلزام قانوني
circles-other = موقوفة: سبب آخر
circles-suspended = خلال ثوانٍ لا تقبل الحلقة { $name } كلمات ولا اجتماعات. يُخبَر أعضاؤها بالسبب، وبأن أحدًا لم يقرأ شيئًا. للتراجع: stayhere circles resume { $name }
circles-resumed = تعود الحلقة { $name } خلال ثوانٍ.
operate-no-such = لا شيء يبدأ رقمه بـ { $name }. نرجو النظر في القائمة.
operate-several = أكثر من واحد يبدأ رقمه بـ { $name }. نرجو إعطاء أرقام أكثر؛ لم يتغير شيء.
operate-not-served = لا توجد في { $name } قاعدة بيانات لهذا الإصدار. شغّلوا الخادم عليها مرة (stayhere serve)، أو سمّوا مجلدًا آخر بـ --data.

## القوالب

template-sound = { $name } { $version } سليم. الفقرات: { $phases }. اللغات: { $languages }.
template-faulty = { $name } غير سليم فلا يُعرض. لن يعمل الخادم قبل إصلاحه أو إزالته.
template-known = معرّف { $name } مستخدم في قالب موجود. يُرجى اختيار معرّف آخر.
template-too-large = { $name } يتجاوز عدد القوالب المسموح (32)، أو حجمه أكبر من 96 KiB.
template-unreadable = تعذّرت قراءة { $name }: { $cause }

## Feeds

feed-no-answer = لا يمكن قراءة القائمة: { $name }
feed-unknown = { $name } ليس في أي من الصيغ المعروفة هنا: Meeting Guide JSON أو جدول CSV أو BMLT JSON أو iCalendar أو نسخة من خادم Stayhere.
feed-too-large = { $name } أكبر من أي قائمة، فلم يُقرأ.
feed-encoding = { $name } ليس بترميز UTF-8. نرجو حفظه بهذا الترميز.
feed-zone = لا توجد منطقة زمنية باسم { $name }. الأسماء على هذا النحو: America/New_York
feed-more = ... و{ $count } غيرها. لرؤيتها: --all

## الدليل

directory-none = لا مصادر بعد. يأخذ `stayhere directory import` مصدرًا.
directory-taken = { $id }: الجديد { $added }، المتغيّر { $changed }، الزائل { $removed }، الباقي كما كان { $same }.
directory-empty = لم يرسل { $name } مدخلًا سليمًا واحدًا، فبقي ما كان منه. يقول `stayhere feed check` المزيد.
directory-too-many = في الدليل { $name } مصدر. نرجو نسيان واحد منها أولًا.
directory-numbers = يحتفظ { $name } بأرقامه، ولا يحتفظ بها إلا مصدر واحد.
directory-zone-needed = في أي منطقة زمنية لقاءات { $name } التي لا تسمّي منطقة؟ نرجو ذكرها، مثلًا: --zone Africa/Cairo
directory-row = { $id }  { $kind }  { $entries ->
    [zero] لا لقاءات
    [one] لقاء واحد
    [two] لقاءان
    [few] { $entries } لقاءات
    [many] { $entries } لقاءً
   *[other] { $entries } لقاء
 }، { $days ->
    [0] جُلب اليوم
    [one] جُلب أمس
    [two] جُلب قبل يومين
    [few] جُلب قبل { $days } أيام
   *[other] جُلب قبل { $days } يومًا
 }{ $failures ->
    [0] { "" }
    [one] ، ومحاولة فاشلة واحدة بعدها
    [two] ، ومحاولتان فاشلتان بعدها
    [few] ، و{ $failures } محاولات فاشلة بعدها
   *[other] ، و{ $failures } محاولة فاشلة بعدها
 }  { $name }
directory-row-new = { $id }  { $kind }  { $entries ->
    [zero] لا لقاءات
    [one] لقاء واحد
    [two] لقاءان
    [few] { $entries } لقاءات
    [many] { $entries } لقاءً
   *[other] { $entries } لقاء
 }، لم يُجلب بعد{ $failures ->
    [0] { "" }
    [one] ، محاولة فاشلة واحدة
    [two] ، محاولتان فاشلتان
    [few] ، { $failures } محاولات فاشلة
   *[other] ، { $failures } محاولة فاشلة
 }  { $name }
directory-row-own = { $id }  { $kind }  { $entries ->
    [zero] لا لقاءات
    [one] لقاء واحد
    [two] لقاءان
    [few] { $entries } لقاءات
    [many] { $entries } لقاءً
   *[other] { $entries } لقاء
 }، أُدخلت هنا  { $name }
own-list = لهذا الخادم قائمة خاصة به: { $name } ({ $zone }). يعطي `stayhere directory servants add NAME` أحدَهم مفتاحًا ليُدخل اللقاءات في ‎/servants، ويراجعها من أُضيف مع ‎--reviews.
own-other-source = تُسمى خلاصة هنا { $name }، وهذا اسم القائمة التي تُدخل هنا. نرجو نسيان ذلك المصدر أولًا.
own-none = ليس لهذا الخادم قائمة خاصة به بعد. نرجو تسميتها أولًا، مثلًا: stayhere directory own --name "Bridge intergroup" --zone America/New_York
servants-added = هذا مفتاح { $name } لصفحة ‎/servants. يُعرض هذه المرة فقط؛ سلّموه إليه وحده بطريق لا يقرؤه غيره.
servants-added-review = هذا مفتاح { $name } لصفحة ‎/servants، وهو يراجع أيضًا ما يُدخله الآخرون. يُعرض هذه المرة فقط؛ سلّموه إليه وحده بطريق لا يقرؤه غيره.
servants-none = لا أحد يُدخل اللقاءات هنا بعد.
servants-row = { $name }  يُدخل اللقاءات، منذ { $days ->
    [zero] اليوم
    [one] يوم
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
 }
servants-row-review = { $name }  يُدخل اللقاءات ويراجعها، منذ { $days ->
    [zero] اليوم
    [one] يوم
    [two] يومين
    [few] { $days } أيام
   *[other] { $days } يومًا
 }
servants-removed = لم يعد مفتاح { $name } يفتح شيئًا. ويبقى ما أدخله.
servants-there = يوجد { $name } من قبل. نرجو اختيار اسم آخر أو إزالة ذاك أولًا.
servants-no-such = لا يوجد { $name }. يعرض `stayhere directory servants list` أسماءهم.
servants-name = الاسم من حرف إلى { $name } حرفًا.
servants-too-many = هناك { $name } من قبل. نرجو إزالة أحدهم أولًا.
review-none = لا شيء ينتظر.
review-new = { $id }  جديد: { $name }  من { $by }
review-change = { $id }  تعديل: { $name }  من { $by }
review-remove = { $id }  رفع من القائمة: { $name }  من { $by }
review-seen = لفعل هذا كما هو معروض هنا: stayhere directory review list { $id } { $seen }
review-dropped = زال { $name }. ويبقى المنشور.
review-came-back = { $name }  (أُعيد إليه)
review-granted = صار { $name } كما طُلب.
review-returned = أُعيد { $name }.
review-no-such = لا شيء ينتظر برقم { $name }: عُدِّل أو سُحب أو بُتّ فيه. يعرض `stayhere directory review` ما ينتظر.
review-why = نرجو ذكر ما ينبغي إصلاحه.
directory-forgotten = نُسي { $name } وكل ما جاء منه.
directory-hidden = لا يُعرض { $name } لأحد الآن. لم يتغير فيه شيء.
directory-shown = يُعرض { $name } من جديد.
directory-no-such = لا يوجد { $name } في الدليل. يعرض `stayhere directory sources` المصادر؛ ورقم اللقاء موجود في خلاصاته.
directory-no-circles = لا حلقة تُظهر نفسها هنا.
directory-circle = { $key }  { $name }، لمدة { $days ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
 }
directory-circle-hidden = { $key }  { $name }، مخفية، لمدة { $days ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
 }
directory-circle-false = { $key }  ليست كما وقّعتها حلقتها، ولا تُعرض لأحد.
directory-trouble = لا يمكن استعمال الدليل: { $name }
directory-key = يوقَّع دليل هذا الخادم بالمفتاح الذي بصمته { $name }
directory-copy = وقّع هذه النسخة في { $date } الخادم الذي بصمة مفتاحه { $fingerprint }
peer-key = يوقّع الخادم عند { $url } بالمفتاح { $fingerprint }. نرجو مقارنته بما يقوله لكم من يديره، عبر طريق غير هذا.
peer-is-it = هل هو نفسه؟
peer-not = لم يؤخذ شيء، ولم يثبَّت مفتاح.
peer-address = { $name } ليس عنوان خادم. العنوان على هذا النحو: https://example.org
peer-other-source = { $name } مصدر من نوع آخر. نرجو اختيار اسم آخر، أو نسيان ذلك المصدر أولًا.
peer-subscribed = { $name } خادم Stayhere آخر مفتاحه مثبَّت: يأخذه `stayhere directory subscribe` من جديد.
peer-own-entries = { $count ->
    [one] لقاء واحد كان لهذا الخادم نفسه فلم يُسترجع.
    [two] لقاءان كانا لهذا الخادم نفسه فلم يُسترجعا.
    [few] { $count } لقاءات كانت لهذا الخادم نفسه فلم تُسترجع.
   *[other] { $count } لقاءً كانت لهذا الخادم نفسه فلم تُسترجع.
 }
peer-peer = وهو يأخذ أيضًا من { $name } ({ $url }) ولا ينقل ذلك. لأخذه أيضًا اشتركوا هناك؛ المفتاح الذي يعرفه هو { $fingerprint }
peer-unreadable = ما يجيب به { $name } ليس دليلًا موقَّعًا. بقي ما كان منه.
peer-signature = توقيع { $name } غير صحيح: تغيّر في الطريق، أو صنعه غيره. بقي ما كان منه.
peer-other-key = هو موقَّع بمفتاح آخر: { $name }. بقي ما كان منه. إن أكّد لكم من يديره، عبر طريق آخر، أن هذا صحيح فاشتركوا من جديد مع --fingerprint { $name }
peer-older = رقمه { $found } وقد أُخذ الرقم { $known } من قبل: هناك من يجيب بنسخة قديمة، أو أعيد ذلك الخادم اليوم إلى نسخة محفوظة. بقي ما كان منه.
peer-forked = وقّع { $name } اثنين مختلفين برقم واحد: أعيد اليوم إلى نسخة محفوظة، أو يملك غيره مفتاحه أيضًا. بقي ما كان منه.
peer-ahead = تاريخ { $name } في المستقبل. نرجو النظر في الساعتين. بقي ما كان منه.
peer-part = جزء من { $name } ليس ما يقوله رأسه الموقَّع. بقي ما كان منه.
peer-own = { $name } هو هذا الخادم نفسه.
copy-search = لا يمكن قراءة هذا البحث: { $name }
copy-written = في { $file } من اللقاءات { $count } من أصل { $total }. وهو يُفتح من دون شبكة.
