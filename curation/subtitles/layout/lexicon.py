"""Chinese and Japanese words of our subject that a line should not tear apart.

Neither language writes spaces, and a full dictionary would be a hundred times the size of this package: these are the
animals, places and doings that captions of trail cameras are made of, and the commonest words around them.
"""

import re

_SIMPLIFIED = """
东北虎 东北豹 远东豹 阿穆尔虎 老虎 虎豹 豹猫 猞猁 棕熊 黑熊 亚洲黑熊 野猪 梅花鹿 马鹿 狍子 原麝 獐子 紫貂 黄鼬
水獭 赤狐 狐狸 貉子 狗獾 松鼠 花鼠 鼯鼠 野兔 东北兔 斑羚 金雕 海雕 白尾海雕 虎头海雕 猫头鹰 花尾榛鸡 雉鸡 环颈雉
丹顶鹤 中华秋沙鸭 啄木鸟 动物 野生 鸟类 兽类 猎物 幼崽 幼虎 幼豹 幼兽 虎崽 小虎 小豹 母虎 雄虎 雌虎 雄性 雌性
母亲 成年 亚成体 个体 家庭 一家 种群 足迹 脚印 爪印 标记 领地 气味 尿液 皮毛 斑纹 条纹 国家公园 公园 保护区 自然
森林 林间 针叶林 阔叶林 混交林 树林 树木 树干 草地 灌木 灌丛 山谷 山坡 山脊 山林 河流 河边 河岸 溪流 小溪 水边
岩石 石头 雪地 积雪 雪中 冰面 湿地 边境 中国 俄罗斯 吉林 黑龙江 珲春 汪清 绥芬河 东宁 长白山 春天 夏天 秋天 冬天
春季 夏季 秋季 冬季 清晨 早晨 上午 中午 下午 傍晚 黄昏 夜晚 夜间 夜里 深夜 白天 凌晨 日出 日落 今天 昨天
红外相机 自动相机 红外 相机 镜头 画面 视频 影像 拍摄 拍到 记录 首次 发现 出现 观察 监测 研究 科学家 护林员
巡护员 工作 人员 走过 走来 行走 奔跑 跑过 跳跃 游泳 休息 睡觉 躺下 站立 坐下 嗅闻 觅食 捕食 捕猎 狩猎 进食 吃草
喝水 饮水 玩耍 打斗 追逐 跟随 巡视 警惕 回头 转身 停下 离开 经过 穿过 慢慢 缓慢 悄悄 安静 迅速 慢步 漫步 我们
你们 他们 它们 这里 那里 这个 那个 这些 那些 什么 怎么 为什么 因为 所以 但是 可以 可能 已经 正在 没有 一起 一个
一只 两只 三只 四只 一头 两头 三头 一群 附近 远处 身后 身边 前面 后面 前方 下面 上面 中间 时候 地方 世界 生态
环境 保护 恢复 濒危 珍稀 物种 大雪 小雪 下雪 下雨 大雨 阳光 月光 天气 温度 寒冷 零下 摄氏度
"""
_TRADITIONAL = """
東北虎 東北豹 遠東豹 阿穆爾虎 老虎 虎豹 豹貓 猞猁 棕熊 黑熊 亞洲黑熊 野豬 梅花鹿 馬鹿 狍子 原麝 紫貂 黃鼬 水獺
赤狐 狐狸 狗獾 松鼠 野兔 斑羚 金鵰 海鵰 貓頭鷹 雉雞 環頸雉 丹頂鶴 中華秋沙鴨 啄木鳥 動物 野生 鳥類 獸類 獵物
幼崽 幼虎 幼豹 幼獸 母虎 雄虎 雌虎 雄性 雌性 母親 成年 個體 家庭 種群 足跡 腳印 標記 領地 氣味 國家公園 公園
保護區 自然 森林 林間 針葉林 闊葉林 混交林 樹林 樹木 草地 灌木 灌叢 山谷 山坡 山脊 山林 河流 河邊 河岸 溪流 小溪
水邊 岩石 石頭 雪地 積雪 雪中 冰面 濕地 邊境 中國 俄羅斯 吉林 黑龍江 琿春 汪清 長白山 春天 夏天 秋天 冬天 春季
夏季 秋季 冬季 清晨 早晨 上午 中午 下午 傍晚 黃昏 夜晚 夜間 深夜 白天 凌晨 紅外相機 自動相機 紅外 相機 鏡頭 畫面
影片 影像 拍攝 拍到 記錄 首次 發現 出現 觀察 監測 研究 科學家 巡護員 走過 走來 行走 奔跑 跑過 跳躍 游泳 休息
睡覺 站立 覓食 捕食 捕獵 狩獵 進食 吃草 喝水 飲水 玩耍 打鬥 追逐 跟隨 巡視 警惕 回頭 轉身 停下 離開 經過 穿過
慢慢 緩慢 悄悄 安靜 迅速 漫步 我們 你們 他們 牠們 這裡 那裡 這個 那個 這些 那些 什麼 怎麼 為什麼 因為 所以 但是
可以 可能 已經 正在 沒有 一起 一個 一隻 兩隻 三隻 四隻 一頭 兩頭 三頭 一群 附近 遠處 身後 身邊 前面 後面 時候
地方 世界 生態 環境 保護 恢復 瀕危 珍稀 物種 大雪 下雪 下雨 大雨 陽光 月光 天氣 溫度 寒冷 攝氏度
"""
_JAPANESE = """
動物 野生 国立公園 国家公園 公園 保護区 自然 森林 草原 山道 川辺 河原 雪原 積雪 雪道 早朝 夕方 夜間 深夜 昼間
自動撮影 自動撮影カメラ 撮影 記録 初めて 発見 観察 調査 研究者 母親 子ども 子供 親子 個体 成獣 幼獣 足跡 縄張り
獲物 狩り 休息 中国 東北 吉林省 黒竜江省 絶滅危惧種 絶滅 希少 生息地 生息 歩き
"""


def _longest_first(words: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(set(words.split()), key=lambda word: (-len(word), word))))


_WORDS = {"Hans": _longest_first(_SIMPLIFIED), "Hant": _longest_first(_TRADITIONAL), "Jpan": _longest_first(_JAPANESE)}


def inside_words(text: str, script: str) -> frozenset[int]:
    """The places in a text (counted in characters from its start) that lie inside a known word. `script`: ISO 15924."""
    words = _WORDS.get(script)
    if words is None:
        return frozenset()
    return frozenset(place for match in words.finditer(text) for place in range(match.start() + 1, match.end()))
