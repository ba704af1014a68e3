const { join } = require('path');

/** Gatsby takes the React that is installed beside it; a test may want another. */
exports.onCreateWebpackConfig = ({ actions }) => {
  const { react } = JSON.parse(process.env.TEST_SITE);
  if (react)
    actions.setWebpackConfig({
      resolve: {
        alias: {
          react: join(react, 'react'),
          'react-dom': join(react, 'react-dom'),
        },
      },
    });
};
