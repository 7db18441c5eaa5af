using Payments.Dialects.Wire;

namespace Payments.Dialects.Tests.Wire;

/// <summary>Whose address counts.</summary>
public sealed class CallerAddressTests
{
    [Theory]
    [InlineData(1, "192.0.2.1", "192.0.2.1")]
    [InlineData(1, "192.0.2.1:50123", "192.0.2.1")]
    [InlineData(1, "10.9.9.9, 192.0.2.1", "192.0.2.1")]
    [InlineData(1, "10.9.9.9,192.0.2.1:1", "192.0.2.1")]
    [InlineData(2, "10.9.9.9, 192.0.2.1, 203.0.113.5", "192.0.2.1")]
    [InlineData(2, "192.0.2.1", "192.0.2.1")]
    [InlineData(1, "::ffff:192.0.2.1", "192.0.2.1")]
    public void The_address_that_the_trusted_proxy_saw_counts(int proxies, string header, string address) =>
        Assert.Equal(address, Read(proxies, header));

    [Fact]
    public void All_addresses_of_an_IPv6_network_are_one() =>
        Assert.Equal(Read(1, "2001:db8:1:2::1"), Read(1, "[2001:db8:1:2:ffff::9]:50123"));

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "shop.example")]
    [InlineData(1, "192.0.2.1,")]
    [InlineData(0, "192.0.2.1")]
    public void Callers_whose_address_is_not_known_share_one(int proxies, string header) =>
        Assert.Equal(CallerAddresses.Unknown, Read(proxies, header));

    [Fact]
    public void Without_the_header_the_address_is_not_known() =>
        Assert.Equal(
            CallerAddresses.Unknown, new CallerAddresses(1).Read(ServiceUnderTest.Request("GET", "/")));

    private static string Read(int proxies, string header) =>
        new CallerAddresses(proxies).Read(ServiceUnderTest.Request("GET", "/", null, (CallerAddresses.Header, header)));
}
