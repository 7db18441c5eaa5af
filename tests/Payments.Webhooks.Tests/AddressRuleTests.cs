using System.Net;

namespace Payments.Webhooks.Tests;

/// <summary>Where webhooks may be posted to, and where they must not be.</summary>
public sealed class AddressRuleTests
{
    private static readonly AddressRules Deployed = new(isLocal: false);
    private static readonly AddressRules Local = new(isLocal: true);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_rejected(string address) =>
        Assert.False(Deployed.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void A_public_address_is_allowed(string address) => Assert.True(Deployed.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("192.168.1.1", false)]
    public void A_local_service_may_reach_its_own_machine_and_no_other_private_address(string address, bool allowed) =>
        Assert.Equal(allowed, Local.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://shop.example/hook", null)]
    [InlineData("https://shop.example:8443/hook?a=b", null)]
    [InlineData("https://1.1.1.1/", null)]
    [InlineData("https://[2606:4700:4700::1111]/", null)]
    [InlineData("http://shop.example/hook", "https")]
    [InlineData("ftp://shop.example/hook", "https")]
    [InlineData("file:///etc/passwd", "https")]
    [InlineData("https://user@shop.example/", "user name")]
    [InlineData("https://user:secret@shop.example/", "user name")]
    [InlineData("https://shop.example/#part", "fragment")]
    [InlineData("https://shop.example:25/", "port")]
    [InlineData("https://shop.example:80/", "port")]
    [InlineData("https://127.0.0.1/", "public")]
    [InlineData("https://[::1]/", "public")]
    [InlineData("https://[::ffff:7f00:1]/", "public")]
    [InlineData("https://169.254.169.254/metadata", "public")]
    [InlineData("https://0x7f.1/", "public")]
    [InlineData("https://2130706433/", "public")]
    [InlineData("https://017700000001/", "public")]
    public void An_endpoint_s_address_is_https_to_a_public_host(string url, string? reason)
    {
        var explained = Deployed.Explain(new Uri(url));

        if (reason is null) Assert.Null(explained);
        else Assert.Contains(reason, explained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/hook", true)]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("https://127.0.0.1/hook", true)]
    [InlineData("http://10.0.0.1/hook", false)]
    [InlineData("ftp://127.0.0.1/hook", false)]
    public void A_local_service_may_post_to_its_own_machine_by_http(string url, bool allowed) =>
        Assert.Equal(allowed, Local.Explain(new Uri(url)) is null);

    [Fact]
    public void An_address_is_of_limited_length()
    {
        const string Start = "https://shop.example/";
        var longest = Start + new string('a', AddressRules.MaxLength - Start.Length);

        Assert.Null(Deployed.Explain(new Uri(longest)));
        Assert.NotNull(Deployed.Explain(new Uri($"{longest}a")));
    }
}
