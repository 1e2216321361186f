/**
 * Names as a large university has them: each group's family names fit its given names, `share` says how
 * often it occurs. All are made up from common names.
 */
export interface NameGroup {
  share: number
  given: readonly string[]
  family: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

export const nameGroups: readonly NameGroup[] = [
  {
    share: 42,
    given: words(
      'Olivia Jack Charlotte William Amelia Noah Mia Thomas Grace Henry Isla James Ruby Lucas Chloe Ethan Sophie Oscar Zoe Harry Emily Liam Matilda Hugo Ella Cooper',
    ),
    family: words(
      "Smith Jones Brown Wilson Taylor Walker Harris Martin Thompson White Kelly O’Brien Ryan Murphy Campbell Mitchell Robinson Clarke Young King McDonald Stewart Bell Hughes O'Neill Fitzgerald-Moore",
    ),
  },
  {
    share: 10,
    given: words('Linh Minh Thảo Đức Ngọc Huy Phương Tuấn Hương Quân Trang Bảo'),
    family: words('Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ'),
  },
  {
    share: 6,
    given: words('伟 芳 娜 敏 静 磊 婷 浩然 子轩 雨桐'),
    family: words('王 李 张 刘 陈 杨 黄 赵'),
  },
  {
    share: 6,
    given: words('Wei Jing Xin Yi Hao Jia Yuhan Zihan Mei'),
    family: words('Chen Zhang Liu Wong Lim Tan Huang Zhou'),
  },
  {
    share: 8,
    given: words('Priya Arjun Ananya Rohan Kavya Aditya Diya Vikram Isha Harpreet Simran'),
    family: words('Sharma Patel Singh Kaur Gupta Reddy Nair Iyer Kumar Joshi'),
  },
  { share: 2, given: words('आरव सानवी विहान अनन्या'), family: words('शर्मा वर्मा पटेल') },
  {
    share: 4,
    given: words('محمد فاطمة أحمد مريم علي نور يوسف'),
    family: words('الحسن العمري حداد منصور خوري'),
  },
  {
    share: 4,
    given: words('Ελένη Γιώργος Μαρία Νίκος Αθηνά'),
    family: words('Παπαδόπουλος Γεωργίου Νικολάου Οικονόμου'),
  },
  {
    share: 3,
    given: words('Анна Дмитрий Ольга Іван Мария Олексій'),
    family: words('Шевченко Коваленко Бондаренко Ткаченко'),
  },
  {
    share: 4,
    given: words('Łukasz Zofia Jürgen Søren Åsa Çağla Zoë François José Nuño Siân Jiří'),
    family: words(
      'Wójcik Müller Ångström Yılmaz Dvořák Lefèvre Muñoz García Björnsdóttir Ó-Súilleabháin',
    ),
  },
  { share: 2, given: words('さくら 蓮 結衣 大翔'), family: words('佐藤 鈴木 高橋 田中') },
  { share: 2, given: words('민준 서연 지우 하은'), family: words('김 이 박 최') },
  {
    share: 2,
    given: words('Nikau Aroha Wiremu Hinewai'),
    family: words('Parata Ngata Tāmihana Wharekawa'),
  },
  {
    share: 2,
    given: words('Chidi Amara Tunde Achieng Abebe Sipho'),
    family: words('Okafor Adeyemi Otieno Tesfaye Dlamini'),
  },
  { share: 1, given: words('נועה דוד יעל איתן'), family: words('כהן לוי מזרחי') },
  { share: 1, given: words('สมชาย ปวีณา อนงค์'), family: words('ศรีสุข ทองดี วงศ์สวัสดิ์') },
  { share: 1, given: words('Dewi Putri Suharto'), family: [''] },
]
