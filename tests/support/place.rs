//! Cities with what hangs on them, so that addresses, phones and tax ids of a drawn firm agree with each other.

/// A city: names, area code, and a district with its region code.
#[derive(Debug)]
pub struct Place {
    /// Province without 省 or 市.
    pub province: &'static str,
    /// City without 市.
    pub city: &'static str,
    /// Area code with its leading zero.
    pub area: &'static str,
    /// Region code of the district (GB/T 2260).
    pub region: &'static str,
    /// District; empty in cities that have none.
    pub district: &'static str,
}

impl Place {
    /// Says whether the city is a province of its own.
    pub fn municipal(&self) -> bool {
        self.province == self.city
    }

    /// Gives the province's full name.
    pub fn province_full(&self) -> String {
        match self.province {
            "北京" | "上海" | "天津" | "重庆" => format!("{}市", self.province),
            "广西" => "广西壮族自治区".into(),
            p => format!("{p}省"),
        }
    }
}

const fn place(province: &'static str, city: &'static str, area: &'static str, region: &'static str, district: &'static str) -> Place {
    Place { province, city, area, region, district }
}

/// All places.
pub const PLACES: &[Place] = &[
    place("北京", "北京", "010", "110105", "朝阳区"),
    place("上海", "上海", "021", "310115", "浦东新区"),
    place("天津", "天津", "022", "120112", "津南区"),
    place("重庆", "重庆", "023", "500112", "渝北区"),
    place("广东", "广州", "020", "440112", "黄埔区"),
    place("广东", "深圳", "0755", "440305", "南山区"),
    place("广东", "东莞", "0769", "441900", ""),
    place("广东", "佛山", "0757", "440606", "顺德区"),
    place("广东", "中山", "0760", "442000", ""),
    place("广东", "珠海", "0756", "440402", "香洲区"),
    place("广东", "惠州", "0752", "441302", "惠城区"),
    place("浙江", "杭州", "0571", "330106", "西湖区"),
    place("浙江", "宁波", "0574", "330206", "北仑区"),
    place("浙江", "温州", "0577", "330302", "鹿城区"),
    place("浙江", "嘉兴", "0573", "330402", "南湖区"),
    place("浙江", "绍兴", "0575", "330602", "越城区"),
    place("浙江", "台州", "0576", "331002", "椒江区"),
    place("江苏", "南京", "025", "320115", "江宁区"),
    place("江苏", "苏州", "0512", "320505", "虎丘区"),
    place("江苏", "无锡", "0510", "320214", "新吴区"),
    place("江苏", "常州", "0519", "320412", "武进区"),
    place("江苏", "徐州", "0516", "320303", "云龙区"),
    place("江苏", "扬州", "0514", "321003", "邗江区"),
    place("山东", "济南", "0531", "370102", "历下区"),
    place("山东", "青岛", "0532", "370212", "崂山区"),
    place("山东", "烟台", "0535", "370602", "芝罘区"),
    place("山东", "潍坊", "0536", "370705", "奎文区"),
    place("安徽", "合肥", "0551", "340104", "蜀山区"),
    place("安徽", "芜湖", "0553", "340202", "镜湖区"),
    place("福建", "福州", "0591", "350102", "鼓楼区"),
    place("福建", "厦门", "0592", "350206", "湖里区"),
    place("福建", "泉州", "0595", "350503", "丰泽区"),
    place("江西", "南昌", "0791", "360111", "青山湖区"),
    place("河南", "郑州", "0371", "410105", "金水区"),
    place("河南", "洛阳", "0379", "410305", "涧西区"),
    place("湖北", "武汉", "027", "420111", "洪山区"),
    place("湖北", "襄阳", "0710", "420606", "樊城区"),
    place("湖南", "长沙", "0731", "430111", "雨花区"),
    place("湖南", "株洲", "0731", "430211", "天元区"),
    place("四川", "成都", "028", "510107", "武侯区"),
    place("四川", "绵阳", "0816", "510703", "涪城区"),
    place("陕西", "西安", "029", "610113", "雁塔区"),
    place("辽宁", "沈阳", "024", "210106", "铁西区"),
    place("辽宁", "大连", "0411", "210203", "西岗区"),
    place("吉林", "长春", "0431", "220104", "朝阳区"),
    place("黑龙江", "哈尔滨", "0451", "230103", "南岗区"),
    place("河北", "石家庄", "0311", "130104", "桥西区"),
    place("河北", "保定", "0312", "130602", "竞秀区"),
    place("河北", "唐山", "0315", "130203", "路北区"),
    place("山西", "太原", "0351", "140105", "小店区"),
    place("云南", "昆明", "0871", "530102", "五华区"),
    place("贵州", "贵阳", "0851", "520102", "南明区"),
    place("广西", "柳州", "0772", "450202", "城中区"),
    place("广西", "南宁", "0771", "450103", "青秀区"),
];
