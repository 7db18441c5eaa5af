namespace Payments.Ledger.Currencies;

/// <summary>
/// The currencies of ISO 4217 (list one, 2024 and the amendments to 2026) that amounts are stated in, with their
/// decimals; includes funds codes (CLF, UYW, …). Precious metals, test codes and units of institutions (XAU, XTS,
/// XDR, …) are left out: nobody pays in them.
/// </summary>
internal static class Iso4217
{
    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE " +
        "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL " +
        "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR " +
        "MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK " +
        "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD " +
        "XCG YER ZAR ZMW ZWG";

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private const string Four = "CLF UYW";

    /// <summary>Decimals by alphabetic code.</summary>
    public static IReadOnlyDictionary<string, int> Decimals { get; } =
        new[] { (None, 0), (Two, 2), (Three, 3), (Four, 4) }
            .SelectMany(group => group.Item1.Split(' ').Select(code => (Code: code, Decimals: group.Item2)))
            .ToDictionary(entry => entry.Code, entry => entry.Decimals, StringComparer.Ordinal);
}
