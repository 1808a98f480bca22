#import <Foundation/Foundation.h>

// Creates a front-channel connection with a discovery endpoint.
int main(void) {
    __block BOOL succeeded = NO;
    @autoreleasepool {
        NSURL *url = [NSURL URLWithString:@"https://{yourDomain}/api/v2/connections"];
        NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
        request.HTTPMethod = @"POST";
        [request setValue:@"Bearer MGMT_API_ACCESS_TOKEN" forHTTPHeaderField:@"authorization"];
        [request setValue:@"application/json" forHTTPHeaderField:@"content-type"];
        NSString *body =
            @"{\n"
            @"  \"strategy\": \"oidc\",\n"
            @"  \"name\": \"CONNECTION_NAME\",\n"
            @"  \"options\": {\n"
            @"    \"type\": \"front_channel\",\n"
            @"    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",\n"
            @"    \"client_id\": \"IDP_CLIENT_ID\",\n"
            @"    \"scope\": \"openid profile\"\n"
            @"  }\n"
            @"}";
        request.HTTPBody = [body dataUsingEncoding:NSUTF8StringEncoding];

        dispatch_semaphore_t done = dispatch_semaphore_create(0);
        NSURLSessionDataTask *task = [[NSURLSession sharedSession]
            dataTaskWithRequest:request
              completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                  NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
                  succeeded = error == nil && status < 400;
                  NSString *answer = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
                  NSLog(@"%ld %@", (long)status, error ?: answer);
                  dispatch_semaphore_signal(done);
              }];
        [task resume];
        dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    }
    return succeeded ? 0 : 1;
}

#import <Foundation/Foundation.h>

// Creates a back-channel connection with a discovery endpoint.
int main(void) {
    __block BOOL succeeded = NO;
    @autoreleasepool {
        NSURL *url = [NSURL URLWithString:@"https://{yourDomain}/api/v2/connections"];
        NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
        request.HTTPMethod = @"POST";
        [request setValue:@"Bearer MGMT_API_ACCESS_TOKEN" forHTTPHeaderField:@"authorization"];
        [request setValue:@"application/json" forHTTPHeaderField:@"content-type"];
        NSString *body =
            @"{\n"
            @"  \"strategy\": \"oidc\",\n"
            @"  \"name\": \"CONNECTION_NAME\",\n"
            @"  \"options\": {\n"
            @"    \"type\": \"back_channel\",\n"
            @"    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",\n"
            @"    \"client_id\": \"IDP_CLIENT_ID\",\n"
            @"    \"client_secret\": \"IDP_CLIENT_SECRET\",\n"
            @"    \"scope\": \"openid profile\"\n"
            @"  }\n"
            @"}";
        request.HTTPBody = [body dataUsingEncoding:NSUTF8StringEncoding];

        dispatch_semaphore_t done = dispatch_semaphore_create(0);
        NSURLSessionDataTask *task = [[NSURLSession sharedSession]
            dataTaskWithRequest:request
              completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                  NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
                  succeeded = error == nil && status < 400;
                  NSString *answer = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
                  NSLog(@"%ld %@", (long)status, error ?: answer);
                  dispatch_semaphore_signal(done);
              }];
        [task resume];
        dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    }
    return succeeded ? 0 : 1;
}

#import <Foundation/Foundation.h>

// Creates a back-channel connection with issuer settings.
int main(void) {
    __block BOOL succeeded = NO;
    @autoreleasepool {
        NSURL *url = [NSURL URLWithString:@"https://{yourDomain}/api/v2/connections"];
        NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
        request.HTTPMethod = @"POST";
        [request setValue:@"Bearer MGMT_API_ACCESS_TOKEN" forHTTPHeaderField:@"authorization"];
        [request setValue:@"application/json" forHTTPHeaderField:@"content-type"];
        NSString *body =
            @"{\n"
            @"  \"strategy\": \"oidc\",\n"
            @"  \"name\": \"CONNECTION_NAME\",\n"
            @"  \"options\": {\n"
            @"    \"type\": \"back_channel\",\n"
            @"    \"issuer\": \"https://IDP_DOMAIN\",\n"
            @"    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",\n"
            @"    \"client_secret\": \"IDP_CLIENT_SECRET\",\n"
            @"    \"client_id\": \"IDP_CLIENT_ID\",\n"
            @"    \"scope\": \"openid profile\"\n"
            @"  }\n"
            @"}";
        request.HTTPBody = [body dataUsingEncoding:NSUTF8StringEncoding];

        dispatch_semaphore_t done = dispatch_semaphore_create(0);
        NSURLSessionDataTask *task = [[NSURLSession sharedSession]
            dataTaskWithRequest:request
              completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                  NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
                  succeeded = error == nil && status < 400;
                  NSString *answer = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
                  NSLog(@"%ld %@", (long)status, error ?: answer);
                  dispatch_semaphore_signal(done);
              }];
        [task resume];
        dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    }
    return succeeded ? 0 : 1;
}

#import <Foundation/Foundation.h>

// Creates a front-channel connection with issuer settings.
int main(void) {
    __block BOOL succeeded = NO;
    @autoreleasepool {
        NSURL *url = [NSURL URLWithString:@"https://{yourDomain}/api/v2/connections"];
        NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
        request.HTTPMethod = @"POST";
        [request setValue:@"Bearer MGMT_API_ACCESS_TOKEN" forHTTPHeaderField:@"authorization"];
        [request setValue:@"application/json" forHTTPHeaderField:@"content-type"];
        NSString *body =
            @"{\n"
            @"  \"strategy\": \"oidc\",\n"
            @"  \"name\": \"CONNECTION_NAME\",\n"
            @"  \"options\": {\n"
            @"    \"type\": \"front_channel\",\n"
            @"    \"issuer\": \"https://IDP_DOMAIN\",\n"
            @"    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",\n"
            @"    \"token_endpoint\": \"https://IDP_DOMAIN/oauth/token\",\n"
            @"    \"client_id\": \"IDP_CLIENT_ID\",\n"
            @"    \"scope\": \"openid profile\"\n"
            @"  }\n"
            @"}";
        request.HTTPBody = [body dataUsingEncoding:NSUTF8StringEncoding];

        dispatch_semaphore_t done = dispatch_semaphore_create(0);
        NSURLSessionDataTask *task = [[NSURLSession sharedSession]
            dataTaskWithRequest:request
              completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
                  NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
                  succeeded = error == nil && status < 400;
                  NSString *answer = [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding];
                  NSLog(@"%ld %@", (long)status, error ?: answer);
                  dispatch_semaphore_signal(done);
              }];
        [task resume];
        dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    }
    return succeeded ? 0 : 1;
}
